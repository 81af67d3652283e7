import pytest

from engine.rehearsal import Answer, AnswerProblem, read_answers


def test_every_key_may_be_left_out():
    assert read_answers(b'[{"element": "a", "data": {"x": 1}}, {}]') == [
        Answer(1, "a", None, {"x": 1}),
        Answer(2),
    ]


@pytest.mark.parametrize(
    ("content", "code", "n"),
    [
        (b"no", "json", 0),
        (b"{}", "shape", 0),
        (b"[1]", "shape", 1),
        (b'[{}, {"elment": "a"}]', "shape", 2),
        (b'[{"outcome": 1}]', "shape", 1),
        (b'[{"data": []}]', "shape", 1),
        (b'[{"data": {"x": [18446744073709551615]}}]', "value", 1),
    ],
)
def test_a_file_that_is_none_is_told_with_the_number_of_the_answer(content, code, n):
    with pytest.raises(AnswerProblem) as caught:
        read_answers(content)
    assert (caught.value.code, caught.value.n) == (code, n)
