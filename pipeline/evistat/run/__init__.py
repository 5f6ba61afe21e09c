"""How a job is executed: serially or in worker processes, and what is kept of its course."""
