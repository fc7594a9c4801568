"""What gunicorn serves. Refuses to start as a database role that could see past the walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruit_platform.settings")

application = get_wsgi_application()

from recruit_platform.core.tenancy import guard  # noqa: E402  needs the apps

guard.refuse_unsafe_role()
