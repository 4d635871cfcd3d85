"""Times invoice2data on texts; run by run.py, in an environment of its own.

python peer.py TEMPLATES FILE...
"""

import json
import logging
import sys
import time

from invoice2data import extract_data
from invoice2data.extract.loader import read_templates
from invoice2data.input import text

PASSES = 10


def main(folder: str, *paths: str) -> None:
    """Print seconds a notice, after one pass that is not counted."""
    # It logs every field that a notice does not have; that is not its work.
    logging.disable(logging.CRITICAL)
    templates = read_templates(folder)
    for path in paths:
        if not extract_data(path, templates=templates, input_module=text):
            sys.exit(f"{path}: the template does not fit")
    start = time.perf_counter()
    for _ in range(PASSES):
        for path in paths:
            extract_data(path, templates=templates, input_module=text)
    print(json.dumps({"seconds": (time.perf_counter() - start) / PASSES / len(paths)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
