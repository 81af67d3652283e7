"""The names of all capabilities (design decision 12; the rights over notices are those of requirement N3)."""

SERVICE_START = "service.start"
TASK_HANDLE = "task.handle"
INSTANCE_VIEW = "instance.view"
INSTANCE_INSPECT = "instance.inspect"
INSTANCE_MEND = "instance.mend"
DEFINITION_EDIT = "definition.edit"
DEFINITION_PUBLISH = "definition.publish"
IDENTITY_MANAGE = "identity.manage"
CONNECTOR_MANAGE = "connector.manage"
NOTICE_EDIT = "notice.edit"
NOTICE_DELETE = "notice.delete"
NOTICE_WITHDRAW = "notice.withdraw"
NOTICE_APPROVE = "notice.approve"
NOTICE_MANAGE = "notice.manage"

ALL = (
    SERVICE_START,
    TASK_HANDLE,
    INSTANCE_VIEW,
    INSTANCE_INSPECT,
    INSTANCE_MEND,
    DEFINITION_EDIT,
    DEFINITION_PUBLISH,
    IDENTITY_MANAGE,
    CONNECTOR_MANAGE,
    NOTICE_EDIT,
    NOTICE_DELETE,
    NOTICE_WITHDRAW,
    NOTICE_APPROVE,
    NOTICE_MANAGE,
)
