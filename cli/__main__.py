"""``python -m cli`` is the same as ``tongban``."""

from cli.main import main

raise SystemExit(main())
