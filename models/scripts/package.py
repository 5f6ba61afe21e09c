"""A trained pipeline → the import package of the shipped model.

usage: package.py MODEL PACKAGE VERSION
"""

import json
import shutil
import sys
from pathlib import Path

import spacy

DESCRIPTION = "Biomedical entities: chemicals, diseases, genes, species, cells, anatomy."


def main(model: str, package: str, version: str) -> None:
    """Replace the package's data and meta.json; its code and card stay."""
    nlp = spacy.load(model)
    nlp.meta.update(
        name="evistat",
        version=version,
        description=DESCRIPTION,
        author="The evistat authors",
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.0,<3.9.0",
    )
    nlp.meta.pop("performance", None)
    target = Path(package)
    for old in target.glob("en_evistat-*"):
        shutil.rmtree(old)
    nlp.to_disk(target / f"en_evistat-{version}")
    # what training met is of no use to the model: its features are hashes, its labels stand in its config
    (target / f"en_evistat-{version}" / "vocab" / "strings.json").write_text("[]", encoding="utf-8")
    (target / f"en_evistat-{version}" / "done").unlink(missing_ok=True)
    spacy.load(target / f"en_evistat-{version}")("Aspirin lowers fever.")
    meta = json.dumps(nlp.meta, indent=2, ensure_ascii=False) + "\n"
    (target / "meta.json").write_text(meta, encoding="utf-8")
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    print(f"{target}: {version}, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
