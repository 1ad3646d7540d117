"""Every address of the portal: noun first. The words are English in every language."""

from django.urls import path

from partnerships.views import (
    assessment,
    comment,
    deed,
    evidence,
    goal,
    home,
    indicator,
    measurement,
    milestone,
    page,
    plan,
    programme,
    progress,
    reciprocity,
    translation,
    twinning,
    work,
)

app_name = "partnerships"
urlpatterns = [
    path("", home.home, name="home"),
    path("work/", work.work, name="work"),
    path("sdg/", goal.goal_list, name="goal-list"),
    path("sdg/<int:number>/", goal.goal_detail, name="goal-detail"),
    path("twinnings/", twinning.twinning_list, name="twinning-list"),
    path("twinnings/<slug:slug>/", twinning.twinning_detail, name="twinning-detail"),
    path("twinnings/<slug:slug>/history/", twinning.twinning_history, name="twinning-history"),
    path(
        "twinnings/<slug:slug>/reciprocity/",
        reciprocity.reciprocity_detail,
        name="reciprocity-detail",
    ),
    path("twinnings/<slug:slug>/deeds/add/", deed.deed_add, name="deed-add"),
    path("twinnings/<slug:slug>/own-goals/add/", deed.own_goal_add, name="own-goal-add"),
    path(
        "twinnings/<slug:slug>/local-targets/add/", deed.local_target_add, name="local-target-add"
    ),
    path("twinnings/<slug:slug>/plan/", plan.plan_import, name="plan-import"),
    path("twinnings/<slug:slug>/plan/confirm/", plan.plan_confirm, name="plan-confirm"),
    path(
        "twinnings/<slug:slug>/plan/<slug:side>.<slug:kind>", plan.plan_export, name="plan-export"
    ),
    path(
        "twinnings/<slug:slug>/translations/",
        translation.translation_list,
        name="translation-list",
    ),
    path(
        "translations/<slug:kind>/<int:pk>/<slug:language>/",
        translation.translation_edit,
        name="translation-edit",
    ),
    path("translations/<int:pk>/check/", translation.translation_check, name="translation-check"),
    path("deeds/<int:pk>/", deed.deed_detail, name="deed-detail"),
    path("deeds/<int:pk>/change/", deed.deed_change, name="deed-change"),
    path("deeds/<int:pk>/comment/", deed.deed_comment, name="deed-comment"),
    path("reciprocity/", reciprocity.reciprocity_overview, name="reciprocity-overview"),
    path("coverage/", reciprocity.coverage_matrix, name="coverage-matrix"),
    path("twinnings/<slug:slug>/assessments/", assessment.assessment_list, name="assessment-list"),
    path(
        "twinnings/<slug:slug>/assessments/open/",
        assessment.assessment_open,
        name="assessment-open",
    ),
    path("assessments/<int:pk>/", assessment.assessment_detail, name="assessment-detail"),
    path("assessments/<int:pk>/answer/", assessment.assessment_answer, name="assessment-answer"),
    path("twinnings/<slug:slug>/indicators/", indicator.indicator_list, name="indicator-list"),
    path("twinnings/<slug:slug>/indicators/add/", indicator.indicator_add, name="indicator-add"),
    path("indicators/<int:pk>/", indicator.indicator_detail, name="indicator-detail"),
    path("indicators/<int:pk>/change/", indicator.indicator_change, name="indicator-change"),
    path("indicators/<int:pk>/measurement/", measurement.measurement_add, name="measurement-add"),
    path(
        "measurements/<int:pk>/change/", measurement.measurement_change, name="measurement-change"
    ),
    path(
        "measurements/<int:pk>/withdraw/",
        measurement.measurement_withdraw,
        name="measurement-withdraw",
    ),
    path("programmes/", programme.programme_list, name="programme-list"),
    path("programmes/<slug:slug>/", programme.programme_detail, name="programme-detail"),
    path("trajectories/<int:pk>/shift/", milestone.trajectory_shift, name="trajectory-shift"),
    path("trajectories/<int:pk>/milestone/", milestone.milestone_add, name="milestone-add"),
    path("milestones/<int:pk>/", milestone.milestone_detail, name="milestone-detail"),
    path("milestones/<int:pk>/change/", milestone.milestone_change, name="milestone-change"),
    path("milestones/<int:pk>/replan/", milestone.milestone_replan, name="milestone-replan"),
    path("milestones/<int:pk>/drop/", milestone.milestone_drop, name="milestone-drop"),
    path(
        "milestones/<int:pk>/reinstate/", milestone.milestone_reinstate, name="milestone-reinstate"
    ),
    path("milestones/<int:pk>/comment/", comment.comment_add, name="comment-add"),
    path("milestones/<int:pk>/progress/", progress.progress_write, name="progress-write"),
    path("progress/<int:pk>/", progress.progress_detail, name="progress-detail"),
    path("progress/<int:pk>/review/", progress.progress_review, name="progress-review"),
    path("progress/<int:pk>/confirm/", progress.progress_confirm, name="progress-confirm"),
    path("progress/<int:pk>/publish/", progress.progress_publish, name="progress-publish"),
    path("progress/<int:pk>/withdraw/", progress.progress_withdraw, name="progress-withdraw"),
    path("evidence/<int:pk>/", evidence.evidence_download, name="evidence-download"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("pages/<int:pk>/edit/", page.page_edit, name="page-edit"),
    path("pages/<int:pk>/publish/", page.page_publish, name="page-publish"),
    path("pages/<int:pk>/withdraw/", page.page_withdraw, name="page-withdraw"),
    path("pages/<int:pk>/remind/", page.page_remind, name="page-remind"),
]
