"""The kinds of names that the recogniser learns, and the corpora that teach them.

Every kind is learnt from the corpora that annotate it and from no other: what a corpus doesn't annotate isn't absent
there. Diseases are learnt twice, by the guidelines of BC5CDR and of NCBI-disease, which draw their borders
differently. GROWTH (AnatEM's cancers and pathological formations) is learnt beside the others and not used.
"""

KINDS = ("CHEMICAL", "DISEASE", "DISEASE_INHERITED", "GENE", "SPECIES", "CELL", "ANATOMY", "GROWTH")
LABELS = (
    "CHEMICAL",
    "DISEASE",
    "DISEASE",
    "GENE",
    "SPECIES",
    "CELL",
    "ANATOMY",
)  # of the kinds used, in order
LAYERS = (0, 0, 0, 1, 2, 3, 3)  # kinds of one number were annotated together, in one layer
VARIANTS = (1, 2)  # kinds of one label by two guidelines
VARIANT_CORPORA = ("bc5cdr", "ncbi_disease")  # whose texts tell by which guideline a text is read

_ANATOMY = (
    "MULTI-TISSUE_STRUCTURE ORGAN CELLULAR_COMPONENT TISSUE ORGANISM_SUBSTANCE ORGANISM_SUBDIVISION"
    " IMMATERIAL_ANATOMICAL_ENTITY DEVELOPING_ANATOMICAL_STRUCTURE ANATOMICAL_SYSTEM"
)
# corpus → its labels → our kinds
CORPORA: dict[str, dict[str, str]] = {
    "bc5cdr": {"CHEMICAL": "CHEMICAL", "DISEASE": "DISEASE"},
    "ncbi_disease": {"DISEASE": "DISEASE_INHERITED"},
    "bc2gm": {"GENE": "GENE"},
    "linnaeus": {"SPECIES": "SPECIES"},
    "anatem": {
        "CELL": "CELL",
        "CANCER": "GROWTH",
        "PATHOLOGICAL_FORMATION": "GROWTH",
        **dict.fromkeys(_ANATOMY.split(), "ANATOMY"),
    },
}


def taught(corpus: str) -> list[int]:
    """Return the numbers of the kinds that a corpus teaches."""
    return sorted({KINDS.index(kind) for kind in CORPORA[corpus].values()})
