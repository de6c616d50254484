from tests.house import templates
from tests.house.tree import ROOT, plant


def test_templates_hold_no_script_and_no_style():
    assert templates.inline_parts(ROOT) == []


def test_inline_parts_are_found(tmp_path):
    plant(tmp_path, "src/troth_site/templates/desk/a.html", '<script>x</script><p style="a"><img src="//host/x">')
    plant(
        tmp_path,
        "src/troth_site/templates/desk/b.html",
        '<script src="x.js"></script>\n<a href="https://host/" data-on="x">',
    )
    plant(tmp_path, "src/troth_site/templates/desk/c.html", '<script type="application/json" id="x">{}</script>')
    plant(tmp_path, "src/troth_site/templates/desk/d.html", '<button onclick="x()"> {# <style> #}')
    plant(tmp_path, "src/troth_site/templates/mail/e.html", '<p style="a">')

    assert templates.inline_parts(tmp_path) == [
        "src/troth_site/templates/desk/a.html: an inline script",
        "src/troth_site/templates/desk/a.html: something from another host",
        "src/troth_site/templates/desk/a.html: an inline style",
        "src/troth_site/templates/desk/d.html: an inline handler",
    ]
