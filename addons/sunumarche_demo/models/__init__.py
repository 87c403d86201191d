from . import demo_company
from . import demo_company_staff
from . import demo_company_catalogue
from . import demo_company_customers
from . import demo_company_sales
from . import demo_company_payments
from . import demo_company_pipeline
from . import demo_company_figures
