"""What gunicorn serves: polls and kept career pages answered early, the rest by Django.

Refuses a database role that could see past the walls.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruit_platform.settings")

django_application = get_wsgi_application()

from recruit_platform.core.poll.early import answering_polls  # noqa: E402  needs the apps
from recruit_platform.core.tenancy import guard  # noqa: E402
from talentpool.careers.kept import keeping_pages  # noqa: E402

guard.refuse_unsafe_role()
application = answering_polls(keeping_pages(django_application))
