import subprocess
import sys

import pytest
from scipy.stats import beta

from troth.basis.special import special

WHOLE_LIBRARY = """
import pkgutil, sys
import troth
for module in pkgutil.walk_packages(troth.__path__, "troth."):
    __import__(module.name)
print([name for name in sys.modules if name.partition(".")[0] == "scipy"])
"""


def test_special_computes_the_incomplete_beta_function():
    assert special().betainc(2.5, 7, 0.3) == pytest.approx(beta.cdf(0.3, 2.5, 7), abs=1e-14)


def test_the_library_loads_scipy_only_when_a_number_needs_it():
    loaded = subprocess.run([sys.executable, "-c", WHOLE_LIBRARY], capture_output=True, text=True, check=True)

    assert loaded.stdout == "[]\n"
