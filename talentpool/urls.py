from __future__ import annotations

from django.urls import path

from talentpool.views import applications, board, calls, candidate, erasure, pool, site, stages

urlpatterns = [
    path("talentpool/", pool.pool_page, name="pool"),
    path("talentpool/nieuw/", pool.add, name="add_candidate"),
    path("talentpool/bord/", board.page, name="board"),
    path("talentpool/fasen/", stages.page, name="stages"),
    path("talentpool/fasen/<uuid:stage>/", stages.edit, name="edit_stage"),
    path("talentpool/fasen/<uuid:stage>/weg/", stages.switch_off, name="switch_off_stage"),
    path("talentpool/werkbij/", site.edit, name="career_texts"),
    path("talentpool/kandidaten/<uuid:candidate>/", candidate.page, name="candidate"),
    path("talentpool/kandidaten/<uuid:candidate>/wijzig/", candidate.edit, name="edit_candidate"),
    path("talentpool/kandidaten/<uuid:candidate>/notitie/", candidate.add_note, name="add_note"),
    path("talentpool/kandidaten/<uuid:candidate>/contact/", candidate.log_call, name="log_call"),
    path("talentpool/kandidaten/<uuid:candidate>/antwoord/", candidate.record_reply, name="record_reply"),
    path("talentpool/kandidaten/<uuid:candidate>/document/", candidate.add_document, name="add_document"),
    path("talentpool/kandidaten/<uuid:candidate>/samenvoegen/", candidate.merge, name="merge"),
    path("talentpool/kandidaten/<uuid:candidate>/splitsen/", candidate.undo_merge, name="undo_merge"),
    path("talentpool/kandidaten/<uuid:candidate>/afmelden/", candidate.opt_out, name="opt_out"),
    path("talentpool/kandidaten/<uuid:candidate>/verwijderen/", erasure.erase, name="erase_candidate"),
    path("talentpool/documenten/<uuid:document>/", candidate.open_document, name="open_document"),
    path("talentpool/sollicitaties/<uuid:application>/verplaats/", applications.move, name="move_application"),
    path("talentpool/sollicitaties/<uuid:application>/terug/<int:version>/", applications.undo_move, name="undo_move"),
    path("talentpool/sollicitaties/<uuid:application>/stop/", applications.end, name="end_application"),
    path("talentpool/sollicitaties/<uuid:application>/hervat/", applications.resume, name="resume_application"),
    path("talentpool/sollicitaties/<uuid:application>/oordeel/", applications.judge, name="judge_application"),
    path("talentpool/sollicitaties/<uuid:application>/gesprek/", applications.offer, name="offer_interview"),
    path("talentpool/gesprekken/<uuid:interview>/", applications.end_interview, name="end_interview"),
    path("nabellen/", calls.page, name="calls"),
    path("nabellen/<uuid:call_back>/uitkomst/", calls.outcome, name="call_outcome"),
    path("nabellen/<uuid:call_back>/wacht/", calls.wait, name="call_wait"),
    path("nabellen/<uuid:call_back>/neem/", calls.take, name="call_take"),
]
