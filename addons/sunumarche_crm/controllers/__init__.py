from . import consent_preferences
from . import evidence
from . import mailing_sms_unsubscribe
from . import mailing_unsubscribe
