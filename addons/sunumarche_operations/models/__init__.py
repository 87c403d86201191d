from . import backup_run
from . import watch
from . import watch_alert
from . import ir_cron
from . import ir_http
from . import mail_mail
from . import res_config_settings
from . import res_users
