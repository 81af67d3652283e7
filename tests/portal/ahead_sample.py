"""A forecast with every sort of piece, as a page may have to show it."""

from engine.forecast import Again, Branch, End, Forecast, Fork, Part, Step, Usual

LONG = "古丽娜尔·阿卜杜热合曼"
AHEAD = Forecast(
    (
        Step("apply", "填写申请", now=True, certain=True),
        Step("college", "学院意见", now=False, certain=True, people=("苏文谦",), usual=Usual(13260.0, 41)),
        Fork(
            "beside",
            "college",
            "学院意见",
            (Branch("", (Step("urge", "催办", now=False, certain=False, later=True),), event="timer"),),
        ),
        Fork(
            "one",
            "agrees",
            "学院是否同意？",
            (
                Branch("通过", (), goes_on=True),
                Branch("", (End("refused", "学院未同意"),), default=True),
                Branch("补正", (Again("apply", "填写申请", back=True),)),
            ),
        ),
        Fork(
            "all",
            "split",
            "",
            (
                Branch("", (Step("clinic", "校医院意见", False, False, "one", None, (), ("何静澜", LONG)),)),
                Branch("", (Step("sports", "体育部审批", False, False, "each", 5, (), ("贺长青",)),)),
            ),
        ),
        Part("archive", "归档", 2, (Step("file", "归入档案", now=False, certain=True),)),
        End("end", "准予免测"),
    ),
    complete=False,
)
