"""`troth chart`: the library at the prompt, no database."""

import pytest

from tests.shared import vectors
from tests.site.record import troth


@pytest.fixture
def written(tmp_path):
    def write(text, name="lots.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.shared
def test_p_chart_names_its_signals_once(written):
    [vector] = vectors("b14")
    lines = "".join(f"S{n},{x},50\n" for n, x in enumerate(vector["inputs"]["defectives"], 1))
    file = written("sample,nonconforming,inspected\n" + lines)
    document = troth("chart", "p", file, "--json").json
    assert document["centre"] == pytest.approx(vector["expected"]["p_bar"], abs=1e-4)
    assert document["points"][0] | {"lower": 0, "upper": 0} == {"label": "S1", "value": 0.24, "lower": 0, "upper": 0}
    assert [signal["at"] for signal in document["signals"]] == vector["expected"]["signals"]
    assert "Row 15: higher than chance explains" in troth("chart", "p", file).out


@pytest.mark.shared
def test_charts_of_measurements_need_a_target(written):
    [vector] = vectors("b17")
    file = written("value\n" + "\n".join(map(str, vector["inputs"]["x"])))
    signals = troth("chart", "cusum", file, "--target", 10, "--sigma", 1, "--json").json["signals"]
    assert signals[0] == {"at": 29, "until": 29, "changed_after": 22, "upward": True}
    document = troth("chart", "ewma", file, "--target", 10, "--sigma", 1, "--json").json
    assert [[one["at"], one["until"]] for one in document["signals"]] == [[29, 30]]
    means = [point["value"] for point in document["points"][:28]]
    assert document["signals"][0]["changed_after"] == max(at for at, mean in enumerate(means, start=1) if mean <= 10)
    assert troth("chart", "ewma", file).code == 2
    assert troth("chart", "cusum", file, "--baseline", 20).code == 0
    assert troth("chart", "cusum", file, "--baseline", 99).code == 2


def test_charts_of_counts_refuse_what_cannot_be(written):
    file = written("defects,inspected\n4,10\n,10\n")
    answer = troth("chart", "u", file)
    assert (answer.code, "row 3: defects is empty" in answer.err) == (1, True)
    assert troth("chart", "p", written("nonconforming,inspected\n11,10\n")).code == 1
    assert troth("chart", "p", written("nonconforming,inspected\n")).code == 1
    assert "Nothing here is more than chance" in troth("chart", "u", written("defects,inspected\n4,10\n5,10\n")).out


@pytest.mark.parametrize("value", ["NaN", "1e999", "-inf", "3.5"])
def test_charts_refuse_a_count_that_is_no_whole_number(written, value):
    for kind, name in (("p", "nonconforming"), ("u", "defects")):
        answer = troth("chart", kind, written(f"{name},inspected\n4,10\n{value},10\n"), "--json")
        assert (answer.code, f"row 3: {name} is '{value}'" in answer.json["error"]) == (1, True)


@pytest.mark.parametrize(
    "wrong", [("--target", "nan"), ("--sigma", "0"), ("--sigma", "1e999"), ("--k", "nan"), ("--k", "-1")]
)
def test_charts_take_no_endless_number(written, wrong):
    file = written("value\n1\n2\n3\n")
    answer = troth("chart", "cusum", file, "--target", 2, "--sigma", 1, *wrong, "--json")
    assert (answer.code > 0, set(answer.json)) == (True, {"error"})
    assert troth("chart", "cusum", file, "--baseline", 3, "--sigma", 0).code == 2
