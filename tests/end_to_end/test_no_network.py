"""A run on every sample uses no network: not by Python, where sockets are blocked, nor by a library's own."""

import gzip
import json
import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Read by every Python process that starts, workers too.
BLOCK = """
import os, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
                 "socket.gethostbyaddr", "urllib.Request", "http.client.connect", "ftplib.connect"):
        with open(os.environ["TOLD"], "a") as file:
            print(event, arguments, file=file)
        raise OSError("no network here")

open(os.environ["TOLD"] + ".begun", "a").close()
sys.addaudithook(refuse)
"""
CALLING = """<?xml version="1.0"?>
<?xml-stylesheet href="http://{address}/style.xsl"?>
<!DOCTYPE {root} PUBLIC "-//NLM//DTD//EN" "http://{address}/{root}.dtd" [
  <!ENTITY out SYSTEM "http://{address}/entity.xml">
  <!ENTITY % more SYSTEM "http://{address}/more.ent"> %more;
]>
<{root} xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:noNamespaceSchemaLocation="http://{address}/x.xsd">{body}</{root}>
"""
BODIES = {
    "PubmedArticleSet": "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>A &out; title</ArticleTitle>"
    '<Abstract><AbstractText>Fine. <xi:include href="http://{address}/i.xml"/></AbstractText></Abstract></Article>'
    "</MedlineCitation></PubmedArticle>",
    "article": "<front><article-meta><title-group><article-title>A title</article-title></title-group></article-meta>"
    '</front><body><p>Text &out; <graphic href="http://{address}/g.png"/></p></body>',
    "collection": "<document><id>1</id><passage><offset>0</offset><text>Text &out;</text></passage></document>",
    "xml": "<records><record><titles><title>A &out; title</title></titles></record></records>",
    "html": '<head><title>T</title><link rel="stylesheet" href="http://{address}/s.css"/></head>'
    '<body><p>Text of a page, long enough to be one. <img src="http://{address}/i.png"/></p></body>',
}


def test_a_run_on_every_sample_uses_no_network(tmp_path: Path) -> None:
    inputs, hooks, output = tmp_path / "in", tmp_path / "hooks", tmp_path / "out.jsonl"
    inputs.mkdir()
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(BLOCK)
    told = tmp_path / "told"
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        for root, body in BODIES.items():
            xml = CALLING.format(address=address, root=root, body=body.format(address=address))
            (inputs / f"{root}.xml").write_text(xml)
        (inputs / "links.jsonl.gz").write_bytes(
            gzip.compress(json.dumps({"text": f"http://{address}/x"}).encode())
        )
        environment = {**os.environ, "PYTHONPATH": str(hooks), "TOLD": str(told)}
        command = [sys.executable, "-m", "evistat", "run", str(ROOT / "corpora" / "formats"), str(inputs)]
        command += ["--output", str(output), "--dedupe"]
        process = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert process.returncode in (0, 1), process.stderr.decode()
        server.settimeout(0.1)
        try:
            connection, _ = server.accept()
        except TimeoutError:
            connection = None
    assert connection is None, "a library called out"
    assert Path(f"{told}.begun").exists()
    assert not told.exists(), told.read_text()
    read = {json.loads(line)["source"]["format"] for line in output.read_bytes().splitlines()}
    wanted = {"html": "trafilatura", "pdf": "pypdf", "excel": "openpyxl"}
    installed = {name for name, library in wanted.items() if find_spec(library) is not None}
    assert read >= {"pubmed_xml", "jats", "bioc_xml", "bioc_json", "endnote_xml", "ris", *installed}
