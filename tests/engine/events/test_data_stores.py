"""Data stores: what one matter leaves is there for the next of the same service."""

from sqlalchemy import text

from tests.engine.events.conftest import Hall
from tests.engine.events.services import APPLY, bundle, flows, process


def counting() -> str:
    data = (
        '<ioSpecification><dataInput id="i" name="before"/><dataOutput id="o" name="after"/><inputSet/>'
        "<outputSet/></ioSpecification><dataInputAssociation><sourceRef>stock</sourceRef><targetRef>i</targetRef>"
        "</dataInputAssociation><dataOutputAssociation><sourceRef>o</sourceRef><targetRef>stock</targetRef>"
        "</dataOutputAssociation>"
    )
    script = f'<scriptTask id="take">{data}<script>after = (before or 10) - 1</script></scriptTask>'
    body = (
        f'<startEvent id="s"/>{APPLY}{script}<endEvent id="e"/><dataStoreReference id="stock" name="stock"/>'
    )
    return process("main", body + flows("s", "apply", "take", "e"))


def test_each_matter_goes_on_from_what_the_last_one_left(hall: Hall) -> None:
    key, other = (hall.deploy(bundle(name, counting())) for name in ("one", "other"))
    for service in (key, key, other):
        hall.start(service)
    rows = hall.connection.execute(text("SELECT service_key, value FROM data_store ORDER BY 1"))
    assert [tuple(row) for row in rows] == [("one", [8]), ("other", [9])]
