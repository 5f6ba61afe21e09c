"""Several states of one training → one pipeline with the mean of their weights.

usage: average.py OUTPUT MODEL MODEL ...     the models share their shape and labels; the last gives all but weights
"""

import sys

import spacy
from thinc.api import Model


def weights(nlp: spacy.Language) -> dict[tuple[str, int, str], object]:
    """Return every weight array of a pipeline by its place."""
    found = {}
    for name, pipe in nlp.pipeline:
        model: Model = pipe.model
        for index, node in enumerate(model.walk()):
            for param in node.param_names:
                if node.has_param(param):
                    found[(name, index, param)] = node.get_param(param)
    return found


def main(output: str, *models: str) -> None:
    """Write the mean."""
    pipelines = [spacy.load(model) for model in models]
    states = [weights(nlp) for nlp in pipelines]
    for place, array in states[-1].items():
        array[...] = sum(state[place] for state in states) / len(states)
    pipelines[-1].to_disk(output)
    print(f"{output}: the mean of {len(models)} models, {len(states[-1])} arrays")


if __name__ == "__main__":
    main(*sys.argv[1:])
