"""Who gets which page, as tables, and what is posted: read by tests/furnished/test_access.py."""

from tests.pages import ago

# `milestone:late` is the page of that name for the thing called `late` in tests.pages.furnished.
# The columns: anonymous, nobody (no membership), former, stranger (of another twinning), staff and
# superuser (no membership), reader, editor and signatory of the Flemish side, those of the
# partner's, coordinator, facilitator. What is posted is empty.
TABLE = """
                                   ano nob for str sta sup rea edi sig ped psi coo fac
partnerships:home             GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:home             POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:work             GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:work             POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:data-overview    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:data-overview    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:search-list      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:search-list      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:goal-list        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:goal-list        POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:goal-detail      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:goal-detail      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-list    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:twinning-list    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-detail  GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:twinning-detail  POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:programme-list   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:programme-list   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:programme-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:programme-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:programme-iati GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:programme-iati POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-iati GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:twinning-iati POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-history GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:twinning-history POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-list  GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:assessment-list  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-open  GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:assessment-open  POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:assessment-detail GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:assessment-detail POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-answer GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:assessment-answer POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:trajectory-shift GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:trajectory-shift POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:milestone-add    GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:milestone-add    POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:milestone-detail GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:milestone-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:milestone-change GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-change POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-replan GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-replan POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-drop   GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-drop   POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-reinstate GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-reinstate POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:comment-add      GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:comment-add      POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:progress-write   GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-write   POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-detail  GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:progress-detail  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:progress-review  GET  302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:progress-review  POST 302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:progress-confirm GET  302 404 404 404 404 404 403 403 200 403 403 403 403
partnerships:progress-confirm POST 302 404 404 404 404 404 403 403 200 403 403 403 403
partnerships:progress-publish GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-publish POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-withdraw GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-withdraw POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:evidence-download GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:evidence-download POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:evidence-remove  GET  302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:evidence-remove  POST 302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:page-edit        GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-edit        POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-publish     GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-publish     POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-withdraw    GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-withdraw    POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-remind      GET  302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:page-remind      POST 302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:deed-detail      GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:deed-detail      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:deed-add         GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:deed-add         POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:deed-change      GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:deed-change      POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:deed-comment     GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:deed-comment     POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:translation-list GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:translation-list POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:translation-edit GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:translation-edit POST 302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:translation-check GET  302 404 404 404 404 404 200 403 200 200 200 200 200
partnerships:translation-check POST 302 404 404 404 404 404 200 403 200 200 200 200 200
partnerships:plan-import      GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:plan-import      POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:plan-confirm     GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:plan-confirm     POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:own-goal-add     GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:own-goal-add     POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:local-target-add GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:local-target-add POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:reciprocity-detail GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:reciprocity-detail POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:reciprocity-overview GET  302 403 403 403 403 403 403 403 403 403 403 200 200
partnerships:reciprocity-overview POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:coverage-matrix  GET  302 403 403 403 403 403 403 403 403 403 403 200 200
partnerships:coverage-matrix  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-list   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:indicator-list   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-add    GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:indicator-add    POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:indicator-detail GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:indicator-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-change GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:indicator-change POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-add  GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-add  POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-change GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-change POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-withdraw GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-withdraw POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:lesson-list      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:lesson-list      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:lesson-add       GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:lesson-add       POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:lesson-detail    GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:lesson-detail    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:lesson-change    GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:lesson-change    POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:lesson-publish   GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:lesson-publish   POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:lesson-withdraw  GET  302 403 403 403 403 403 403 200 200 403 403 403 403
partnerships:lesson-withdraw  POST 302 403 403 403 403 403 403 200 200 403 403 403 403
partnerships:lesson-adopt     GET  302 404 404 200 404 404 403 403 403 403 403 403 403
partnerships:lesson-adopt     POST 302 404 404 200 404 404 403 403 403 403 403 403 403
partnerships:adoption-report  GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:adoption-report  POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:forum-list       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:forum-list       POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:forum-add        GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:forum-add        POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:forum-detail     GET  404 404 404 200 404 404 200 200 200 200 200 200 200
partnerships:forum-detail     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:forum-change     GET  302 404 404 403 404 404 403 403 403 403 403 200 403
partnerships:forum-change     POST 302 404 404 403 404 404 403 403 403 403 403 200 403
partnerships:forum-pick       GET  302 404 404 403 404 404 403 403 403 403 403 200 403
partnerships:forum-pick       POST 302 404 404 403 404 404 403 403 403 403 403 200 403
partnerships:forum-print      GET  404 404 404 200 404 404 200 200 200 200 200 200 200
partnerships:forum-print      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
welcome                       GET  302 302 302 302 302 302 302 302 302 302 302 302 302
welcome                       POST 302 302 302 302 302 302 302 302 302 302 302 302 302
livez                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200
livez                         POST 200 200 200 200 200 200 200 200 200 200 200 200 200
healthz                       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
healthz                       POST 200 200 200 200 200 200 200 200 200 200 200 200 200
metrics                       GET  404 404 404 404 404 404 404 404 404 404 404 404 404
metrics                       POST 405 405 405 405 405 405 405 405 405 405 405 405 405
security-txt                  GET  404 404 404 404 404 404 404 404 404 404 404 404 404
security-txt                  POST 405 405 405 405 405 405 405 405 405 405 405 405 405
readyz                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                        POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_login                 GET  200 302 302 302 302 302 302 302 302 302 302 302 302
account_login                 POST 200 302 302 302 302 302 302 302 302 302 302 302 302
account_logout                GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_logout                POST 302 302 302 302 302 302 302 302 302 302 302 302 302
account_signup                GET  200 302 302 302 302 302 302 302 302 302 302 302 302
account_signup                POST 200 302 302 302 302 302 302 302 302 302 302 302 302
account_inactive              GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_inactive              POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reauthenticate        GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate        POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account-edit                  GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account-edit                  POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account-stay                  GET  302 405 405 405 405 405 405 405 405 405 405 405 405
account-stay                  POST 302 200 200 200 200 200 200 200 200 200 200 200 200
accessibility                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200
accessibility                 POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_change_password       GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_change_password       POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password        POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done POST 405 405 405 405 405 405 405 405 405 405 405 405 405
"""

# The same pages when both sides have published, and the report too. Whoever is outside sees what is
# public, and may do nothing with it.
PUBLISHED = """
                                   ano nob for str sta sup rea edi sig ped psi coo fac
partnerships:milestone-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:milestone-change POST 302 403 403 403 403 403 403 403 403 200 200 200 403
partnerships:milestone-replan POST 302 403 403 403 403 403 403 403 403 200 200 200 403
partnerships:comment-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:progress-write   POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:progress-detail  GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:progress-withdraw POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:evidence-download GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:assessment-detail GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:indicator-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:measurement-add  POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:measurement-change POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:translation-edit POST 302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:translation-check POST 302 403 403 403 403 403 200 403 200 200 200 200 200
partnerships:page-edit        POST 302 403 403 403 403 403 403 200 200 403 403 403 403
partnerships:page-remind      POST 302 403 403 403 403 403 403 403 403 403 403 200 403
"""

# What is posted there is looked into, whoever posts it: nothing is ever written.
LOOKS_ONLY = {"partnerships:import-add", "partnerships:plan-import"}

# Everything that any form asks: whoever is let in does something with it.
BODY = {
    "alt": "A street",
    "consent": "no_people",
    "position": "1",
    "again": "yes",
    "answer_by": "",
    "changed_at_home": "",
    "code": "11.6.1",
    "decision": "approved",
    "duty": "joint",
    "explanation": "Because.",
    "first_month": "",
    "hand_in": "",
    "happened_on": "",
    "label": "Less waste",
    "held_on": str(ago(1).date()),
    "kind": "quantitative",
    "language": "nl",
    "level": "people",
    "lead_service": "Cabinet",
    "link": "",
    "main_target": "11.6",
    "measured_on": "2020-05-01",
    "month": "20",
    "name": "Somebody else",
    "name_nl": "Samenhang",
    "note": "",
    "number": "18",
    "reason": "money",
    "role": "reader",
    "side": "flemish",
    "situation": "Forty families.",
    "state": "planned",
    "source": "Register",
    "summary": "",
    "summary_language": "es",
    "targets": "11.6",
    "text": "Text of somebody who should not write here.",
    "time_zone": "Europe/Brussels",
    "title": "Halfway",
    "title_nl": "Another title",
    "unit": "kg",
    "value": "12.5",
    "verdict": "agreed",
    "visibility": "twinning",
    "we_learned": "",
    "what": "Residual waste",
    "what_happened": "Nothing at all.",
    "why": "We have such a street.",
    "words": "Hello.",
}
