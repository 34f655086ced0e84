/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending against the real demo portal: whatever goes wrong on the way, the portal has exactly one
 * submission in the end, and its receipt is verified here. */
#include "../demo-portal/portal-run.h"
#include "../portal/fault-server.h"
#include "dossier-test.h"
#include "dossier/hs-dossier-private.h"

#include "base/hs-file.h"
#include "portal/hs-portal-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define OTHER_RESIDENT "minh"

static const char *const approve[] = { "--auto-approve", "lan", NULL };

/* Given a portal, somebody signed in, and a dossier that is complete. */
typedef struct
{
  Portal *portal;
  DossierTest profile;
  HsDossier *dossier; /* (owned) */
} Scene;

static void
set_up (Scene *scene, gconstpointer data)
{
  scene->portal = portal_start (approve);
  dossier_test_set_up (&scene->profile, scene->portal->url);
  dossier_test_sign_in (&scene->profile);
  scene->dossier = dossier_test_complete (&scene->profile, 2500000);
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  g_clear_object (&scene->dossier);
  dossier_test_tear_down (&scene->profile);
  portal_free (scene->portal);
}

/* Once sent and proven: both sides say the same. */
static void
assert_filed_once (Scene *scene)
{
  const char *id = hs_dossier_get_id (scene->dossier);
  g_autoptr (Answer) journal = get (scene->portal, "/_demo/journal");
  g_autoptr (HsJournal) ours = NULL;

  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_SUBMITTED);
  g_assert_nonnull (hs_dossier_get_receipt (scene->dossier));
  g_assert_cmpint (journal_count (scene->portal, id, 0), ==, 1);
  g_assert_cmpstr (answer_text (journal, "/submissions/0/referenceNo"), ==,
                   hs_dossier_get_reference_no (scene->dossier));
  ours = hs_journal_load (scene->profile.store, id, NULL);
  g_assert_cmpint (ours->step, ==, HS_STEP_DONE);
  g_assert_cmpstr (answer_text (journal, "/submissions/0/manifestSha256"), ==,
                   ours->manifest_sha256);
}

/* "Try now", as often as a patient person would. */
static void
send_patiently (Scene *scene, HsSending *sending)
{
  for (guint i = 0; i < 8 && hs_sending_get_phase (sending) != HS_SENDING_DONE; i++)
    {
      g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
      hs_case_book_resume (scene->profile.book);
      dossier_test_settle (sending);
    }
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
}

static void
test_happy (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  guint64 confirmed, total;
  guint n_files;

  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
  assert_filed_once (scene);
  g_object_get (sending, "bytes-confirmed", &confirmed, "bytes-total", &total, "n-files-done",
                &n_files, NULL);
  g_assert_cmpuint (confirmed, ==, total);
  g_assert_cmpuint (total, >, 2500000);
  g_assert_cmpuint (n_files, ==, 3);
  g_assert_null (hs_case_book_get_sending (scene->profile.book, scene->dossier));
  /* sent is sent: it cannot be queued again, and resuming asks for nothing */
  hs_case_book_resume (scene->profile.book);
  g_assert_null (hs_case_book_queue (scene->profile.book, scene->dossier, NULL));
  assert_filed_once (scene);
}

static void
test_survives_restart (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  g_autofree char *id = g_strdup (hs_dossier_get_id (scene->dossier));
  g_autofree char *reference = g_strdup (hs_dossier_get_reference_no (scene->dossier));

  g_clear_object (&sending);
  g_clear_object (&scene->dossier);
  dossier_test_reopen (&scene->profile, scene->portal->url);
  scene->dossier = g_object_ref (hs_case_book_find (scene->profile.book, id));
  g_assert_cmpstr (hs_dossier_get_reference_no (scene->dossier), ==, reference);
  assert_filed_once (scene);
}

static const char *const faults[] = {
  "status=500,path=/.well-known/portal,once",
  "status=500,path=/v1/dossiers,method=POST,once",
  "429=1,path=/v1/dossiers,method=POST,once",
  "act-then-fail=500,path=/v1/dossiers,method=POST,once",
  "act-then-fail=503,path=/v1/dossiers,method=POST,once",
  "cut-answer=10,path=/v1/dossiers,method=POST,once",
  "reset-answer=0,path=/v1/dossiers,method=POST,once",
  "cut-request=50,path=/v1/dossiers,method=POST,once",
  "status=503,path=/v1/uploads,method=POST,once",
  "act-then-fail=500,path=/v1/uploads,method=POST,once",
  "cut-request=100000,path=/v1/uploads,method=PATCH,once",
  "cut-request=7,path=/v1/uploads,method=PATCH,skip=2,count=3",
  "act-then-fail=500,path=/v1/uploads,method=PATCH,once",
  "reset-answer=0,path=/v1/uploads,method=PATCH,count=2",
  "429=1,path=/v1/uploads,method=PATCH,once",
  "expired-upload,path=/v1/uploads,method=PATCH,skip=1,once",
  "wrong-hash,once",
  "status=500,path=*/submission,once",
  "429=1,path=*/submission,once",
  "act-then-fail=500,path=*/submission,once",
  "act-then-fail=504,path=*/submission,count=2",
  "cut-answer=0,path=*/submission,once",
  "cut-answer=200,path=*/submission,once",
  "reset-answer=0,path=*/submission,count=2",
  "cut-request=20,path=*/submission,once",
  "token-lifetime=1",
};

static void
test_fault (gconstpointer data)
{
  Scene scene = { NULL };
  g_autoptr (HsSending) sending = NULL;

  set_up (&scene, NULL);
  portal_fault (scene.portal, data);
  sending = dossier_test_send (&scene.profile, scene.dossier);
  if (g_str_has_prefix (data, "token-lifetime") &&
      g_error_matches (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN))
    dossier_test_sign_in (&scene.profile);
  send_patiently (&scene, sending);
  assert_filed_once (&scene);
  g_clear_object (&sending);
  tear_down (&scene, NULL);
}

static const char *const deaths[] = {
  "die=before,path=/v1/dossiers,method=POST,once",
  "die=commit,path=/v1/dossiers,method=POST,once",
  "die=after,path=/v1/dossiers,method=POST,once",
  "die=commit,path=/v1/uploads,method=POST,once",
  "die=after,path=/v1/uploads,method=POST,once",
  "die=before,path=/v1/uploads,method=PATCH,once",
  "die=after,path=/v1/uploads,method=PATCH,once",
  "die=before,path=*/submission,once",
  "die=commit,path=*/submission,once",
  "die=after,path=*/submission,once",
};

static void
test_portal_dies (gconstpointer data)
{
  Scene scene = { NULL };
  g_autoptr (HsSending) sending = NULL;

  set_up (&scene, NULL);
  portal_fault (scene.portal, data);
  sending = dossier_test_send (&scene.profile, scene.dossier);
  portal_expect_death (scene.portal);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_nonnull (hs_sending_get_error (sending));
  g_assert_cmpint (hs_sending_get_retry_at_us (sending), >, 0);
  /* a state that is shown is a state that is proven */
  g_assert_null (hs_dossier_get_reference_no (scene.dossier));
  portal_restart (scene.portal);
  send_patiently (&scene, sending);
  assert_filed_once (&scene);
  g_clear_object (&sending);
  tear_down (&scene, NULL);
}

static void
test_unreachable (void)
{
  DossierTest profile = { NULL };
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;

  /* nobody listens on the discard port of loopback */
  dossier_test_set_up (&profile, "http://127.0.0.1:9");
  dossier = dossier_test_complete (&profile, 0);
  sending = dossier_test_send (&profile, dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_UNREACHABLE);
  g_assert_cmpint (hs_sending_get_retry_at_us (sending), >, 0);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&profile);
}

static void
test_no_portal_chosen (void)
{
  DossierTest profile = { NULL };
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;

  dossier_test_set_up (&profile, NULL);
  dossier = dossier_test_complete (&profile, 0);
  sending = dossier_test_send (&profile, dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&profile);
}

static void
say_welcome (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_body (answer, 200, NULL, "text/html", "<html>Welcome to our Wi-Fi</html>");
}

static void
test_captive_portal (void)
{
  DossierTest profile = { NULL };
  FaultServer *server = fault_server_new (say_welcome, NULL, NULL);
  g_autoptr (HsDossier) dossier = NULL;
  g_autoptr (HsSending) sending = NULL;

  dossier_test_set_up (&profile, fault_server_get_url (server));
  dossier = dossier_test_complete (&profile, 0);
  sending = dossier_test_send (&profile, dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_CAPTIVE);
  g_assert_cmpint (hs_dossier_get_state (dossier), ==, HS_DOSSIER_QUEUED);
  g_clear_object (&sending);
  g_clear_object (&dossier);
  dossier_test_tear_down (&profile);
  fault_server_free (server);
}

static gboolean
is_done (gpointer data)
{
  return hs_sending_get_phase (data) == HS_SENDING_DONE;
}

static void
test_waits_for_sign_in (void)
{
  Scene scene = { .portal = portal_start (approve) };
  g_autoptr (HsSending) sending = NULL;

  dossier_test_set_up (&scene.profile, scene.portal->url);
  scene.dossier = dossier_test_complete (&scene.profile, 0);
  sending = dossier_test_send (&scene.profile, scene.dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_error (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_SIGN_IN);
  /* no time is told: it waits for a person; and goes on by itself when somebody has signed in */
  g_assert_cmpint (hs_sending_get_retry_at_us (sending), ==, 0);
  dossier_test_sign_in (&scene.profile);
  hs_test_wait (is_done, sending);
  assert_filed_once (&scene);
  g_clear_object (&sending);
  tear_down (&scene, NULL);
}

static gboolean
waits_for_portal (gpointer data)
{
  return hs_sending_get_phase (data) == HS_SENDING_WAITING &&
         hs_portal_error_is_transient (hs_sending_get_error (data));
}

static gboolean
waits_with_broken (gpointer data)
{
  return hs_sending_get_phase (data) == HS_SENDING_FAILED ||
         (hs_sending_get_phase (data) == HS_SENDING_WAITING &&
          hs_sending_get_error (data) != NULL &&
          !hs_portal_error_is_transient (hs_sending_get_error (data)));
}

static gint
count_announced (Portal *portal)
{
  g_autoptr (Answer) journal = get (portal, "/_demo/journal");

  return json_array_get_length (hs_json_array (json_node_get_object (journal->json), "dossiers"));
}

/* As after a new start. */
static HsSending *
reopen_scene (Scene *scene)
{
  g_autofree char *id = g_strdup (hs_dossier_get_id (scene->dossier));

  g_clear_object (&scene->dossier);
  dossier_test_reopen (&scene->profile, scene->portal->url);
  scene->dossier = g_object_ref (hs_case_book_find (scene->profile.book, id));
  return hs_case_book_get_sending (scene->profile.book, scene->dossier);
}

static gboolean
unqueue (Scene *scene, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_case_book_unqueue_async (scene->profile.book, scene->dossier, NULL, hs_test_result_cb,
                              &pending);
  result = hs_test_await (&pending);
  return hs_case_book_unqueue_finish (scene->profile.book, result, error);
}

/* Mended, declared anew and sent again under the same id. */
static void
mend_and_send (Scene *scene)
{
  g_autoptr (HsSending) sending = NULL;

  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_DRAFT);
  g_assert_false (hs_dossier_get_statement (scene->dossier));
  hs_form_set_text (hs_dossier_get_form (scene->dossier), "/con/hoTen", "Nguyễn An Khang");
  hs_dossier_set_statement (scene->dossier, TRUE);
  sending = dossier_test_send (&scene->profile, scene->dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
  assert_filed_once (scene);
}

static void
test_unqueue_announced (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) known = NULL;

  /* given a dossier the portal knows, with files still to come */
  portal_fault (scene->portal, "status=503,path=/v1/uploads,method=POST,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_SENDING);
  g_assert_false (hs_case_book_delete (scene->profile.book, scene->dossier, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  g_clear_error (&error);
  /* when it is taken out of the outbox, the portal forgets it too */
  g_assert_true (unqueue (scene, &error));
  g_assert_no_error (error);
  known = get (scene->portal, "/_demo/journal");
  g_assert_cmpuint (
    json_array_get_length (hs_json_array (json_node_get_object (known->json), "dossiers")), ==, 0);
  mend_and_send (scene);
}

static gboolean
is_draft (gpointer data)
{
  return hs_dossier_get_state (data) == HS_DOSSIER_DRAFT;
}

static const char *const lost_words[] = {
  "act-then-fail=500,path=/v1/dossiers/,method=DELETE,once",
  "status=500,path=/v1/dossiers/,method=DELETE,once",
};

/* Whether the portal forgot it or not: nobody here knows, and then the program ends. */
static void
test_unqueue_interrupted (gconstpointer data)
{
  Scene scene = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsJournal) journal = NULL;

  set_up (&scene, NULL);
  portal_fault (scene.portal, "429=600,path=/v1/uploads,method=POST,once");
  g_object_unref (dossier_test_send (&scene.profile, scene.dossier));
  portal_fault (scene.portal, data);
  g_assert_false (unqueue (&scene, &error));
  g_assert_true (hs_portal_error_is_transient (error));
  journal = hs_journal_load (scene.profile.store, hs_dossier_get_id (scene.dossier), NULL);
  g_assert_true (journal->revoking);
  /* then the next start finishes taking it back, and sends nothing */
  reopen_scene (&scene);
  dossier_test_sign_in (&scene.profile);
  g_assert_true (hs_dossier_is_frozen (scene.dossier));
  hs_case_book_resume (scene.profile.book);
  hs_test_wait (is_draft, scene.dossier);
  g_assert_null (hs_case_book_get_sending (scene.profile.book, scene.dossier));
  g_assert_cmpint (count_announced (scene.portal), ==, 0);
  mend_and_send (&scene);
  tear_down (&scene, NULL);
}

static void
test_interrupted_but_sent (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (HsJournal) journal = NULL;

  /* given that it was submitted though nobody here saw it, and was to be taken back */
  portal_fault (scene->portal, "act-then-fail=500,path=*/submission,once");
  portal_fault (scene->portal, "status=503,path=/v1/dossiers/,method=GET,count=4");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  hs_case_book_pause (scene->profile.book);
  journal = hs_journal_load (scene->profile.store, hs_dossier_get_id (scene->dossier), NULL);
  journal->revoking = TRUE;
  g_assert_true (hs_journal_save (journal, scene->profile.store, NULL));
  /* then its receipt is fetched: it cannot be taken back any more */
  for (guint i = 0; i < 8 && hs_sending_get_phase (sending) != HS_SENDING_DONE; i++)
    {
      hs_case_book_resume (scene->profile.book);
      dossier_test_settle (sending);
    }
  assert_filed_once (scene);
}

static void
test_refused_then_mended (void)
{
  g_autofree char *seed = dossier_test_make_other_edition ();
  const char *const arguments[] = { "--auto-approve", "lan", "--seed-dir", seed, NULL };
  Scene scene = { .portal = portal_start (arguments) };
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;

  /* given a portal that does not take this edition of the form */
  dossier_test_set_up (&scene.profile, scene.portal->url);
  dossier_test_sign_in (&scene.profile);
  scene.dossier = dossier_test_complete (&scene.profile, 0);
  sending = dossier_test_send (&scene.profile, scene.dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_FAILED);
  g_assert_error (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID);
  g_assert_cmpstr (hs_portal_error_get_code (hs_sending_get_error (sending)), ==, "form-withdrawn");
  g_assert_cmpint (hs_sending_get_retry_at_us (sending), ==, 0);
  g_assert_cmpint (hs_dossier_get_task_state (scene.dossier, HS_TASK_SEND), ==, HS_TASK_HAS_ERRORS);
  /* when it takes it again */
  portal_kill (scene.portal);
  portal_restart (scene.portal);
  g_assert_true (unqueue (&scene, &error));
  g_assert_no_error (error);
  mend_and_send (&scene);
  g_clear_object (&sending);
  tear_down (&scene, NULL);
  dossier_test_remove_other_edition (seed);
}

static void
test_unqueue_unsent (void)
{
  DossierTest profile = { NULL };
  Scene scene = { NULL };
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;

  /* nothing was sent, so nobody has to be asked */
  dossier_test_set_up (&profile, "http://127.0.0.1:9");
  scene.profile = profile;
  scene.dossier = dossier_test_complete (&scene.profile, 0);
  sending = dossier_test_send (&scene.profile, scene.dossier);
  g_assert_true (unqueue (&scene, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hs_dossier_get_state (scene.dossier), ==, HS_DOSSIER_DRAFT);
  g_assert_null (hs_case_book_get_sending (scene.profile.book, scene.dossier));
  g_assert_true (dossier_test_is_missing (scene.dossier, "review:statement"));
  g_clear_object (&sending);
  g_clear_object (&scene.dossier);
  dossier_test_tear_down (&scene.profile);
}

static void
test_unqueue_too_late (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;

  /* the portal has it, though nobody here has seen that */
  portal_fault (scene->portal, "die=after,path=*/submission,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  portal_expect_death (scene->portal);
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_UNCONFIRMED);
  portal_restart (scene->portal);
  g_assert_false (unqueue (scene, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE);
  g_assert_true (hs_dossier_is_frozen (scene->dossier));
  send_patiently (scene, sending);
  assert_filed_once (scene);
}

/* Whose turn it is, and who says so. */

typedef struct
{
  Portal *portal;
  const char *resident;
} Approval;

/* What a person does on the page. */
static void
approve_cb (const HsDeviceCode *code, gpointer data)
{
  const Approval *approval = data;
  g_autofree char *path = g_strconcat ("/device?user_code=", code->user_code, NULL);
  g_autofree char *csrf = portal_csrf (approval->portal, path);
  g_autofree char *body =
    g_strdup_printf ("csrf=%s&user_code=%s&resident=%s", csrf, code->user_code, approval->resident);
  g_autoptr (Answer) answer = call_form (approval->portal, "/device", body);

  assert_answer (answer, 200, NULL);
}

static void
sign_in_by_page (Scene *scene, const char *resident)
{
  HsSession *session = hs_case_book_get_session (scene->profile.book);
  Approval approval = { scene->portal, resident };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hs_session_sign_in_device_async (session, approve_cb, &approval, NULL, hs_test_result_cb,
                                   &pending);
  result = hs_test_await (&pending);
  g_assert_true (hs_session_sign_in_device_finish (session, result, &error));
  g_assert_no_error (error);
}

static HsSending *
queue (Scene *scene, HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  HsSending *sending = hs_case_book_queue (scene->profile.book, dossier, &error);

  g_assert_no_error (error);
  return sending;
}

static void
test_one_only (Scene *scene, gconstpointer data)
{
  g_autoptr (HsDossier) other = dossier_test_complete (&scene->profile, 0);
  g_autoptr (HsSending) waiting = queue (scene, other);
  g_autoptr (HsSending) sending = NULL;

  /* "later" stays later when another one is sent */
  sending = dossier_test_send (&scene->profile, scene->dossier);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
  assert_filed_once (scene);
  g_assert_cmpint (count_announced (scene->portal), ==, 1);
  g_assert_cmpint (hs_dossier_get_state (other), ==, HS_DOSSIER_QUEUED);
  g_assert_cmpint (hs_sending_get_phase (waiting), ==, HS_SENDING_WAITING);
  /* until it is asked for */
  hs_case_book_resume_one (scene->profile.book, other);
  hs_test_wait (is_done, waiting);
  g_assert_cmpint (count_announced (scene->portal), ==, 2);
}

static void
mark_asked (Scene *scene, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsJournal) journal = hs_journal_load (scene->profile.store, id, &error);

  g_assert_no_error (error);
  journal->asked = TRUE;
  g_assert_true (hs_journal_save (journal, scene->profile.store, &error));
}

static void
mark_failed (Scene *scene, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsJournal) journal = hs_journal_load (scene->profile.store, id, &error);
  g_autoptr (GError) why =
    g_error_new_literal (HS_PORTAL_ERROR, HS_PORTAL_ERROR_INVALID, "It was refused");

  g_assert_no_error (error);
  journal->failed = TRUE;
  hs_journal_set_error (journal, why);
  g_assert_true (hs_journal_save (journal, scene->profile.store, &error));
}

static void
test_failed_waits_for_person (Scene *scene, gconstpointer data)
{
  HsDossier *other = dossier_test_complete (&scene->profile, 0);
  g_autofree char *other_id = g_strdup (hs_dossier_get_id (other));
  HsSending *failed, *sending;

  /* given one that failed and one that did not */
  g_object_unref (queue (scene, other));
  g_object_unref (other);
  g_object_unref (queue (scene, scene->dossier));
  mark_asked (scene, other_id);
  mark_asked (scene, hs_dossier_get_id (scene->dossier));
  mark_failed (scene, hs_dossier_get_id (scene->dossier));
  failed = g_object_ref (reopen_scene (scene));
  sending = g_object_ref (hs_case_book_get_sending (
    scene->profile.book, hs_case_book_find (scene->profile.book, other_id)));
  dossier_test_sign_in (&scene->profile);
  /* when the outbox goes on, only the other one does */
  hs_case_book_resume (scene->profile.book);
  hs_test_wait (is_done, sending);
  g_assert_cmpint (hs_sending_get_phase (failed), ==, HS_SENDING_FAILED);
  g_assert_cmpint (count_announced (scene->portal), ==, 1);
  /* until a person says so */
  hs_case_book_resume_one (scene->profile.book, scene->dossier);
  g_assert_cmpint (hs_sending_get_phase (failed), ==, HS_SENDING_WAITING);
  hs_test_wait (is_done, failed);
  g_object_unref (failed);
  g_object_unref (sending);
}

static HsJournal *
load_journal (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  HsJournal *journal =
    hs_journal_load (scene->profile.store, hs_dossier_get_id (scene->dossier), &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  return journal;
}

static void
test_two_budgets (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (HsJournal) before = NULL;
  g_autoptr (HsJournal) after = NULL;

  /* given a portal that was away for days while files were under way */
  portal_fault (scene->portal, "429=600,path=/v1/uploads,method=POST,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  before = load_journal (scene);
  g_assert_cmpuint (before->attempts, ==, 1);
  before->attempts = 50;
  g_assert_true (hs_journal_save (before, scene->profile.store, NULL));
  /* then the first answer that makes no sense is not the last straw */
  portal_fault (scene->portal, "wrong-hash");
  hs_case_book_resume (scene->profile.book);
  hs_test_wait (waits_with_broken, sending);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  after = load_journal (scene);
  g_assert_cmpuint (after->attempts, ==, 50);
  g_assert_cmpuint (after->broken, ==, 1);
  /* but five of them are */
  for (guint i = 0; i < 8 && hs_sending_get_phase (sending) != HS_SENDING_FAILED; i++)
    {
      hs_case_book_resume (scene->profile.book);
      dossier_test_settle (sending);
    }
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_FAILED);
  g_assert_true (hs_dossier_has_failed (scene->dossier));
  g_assert_nonnull (hs_dossier_get_send_error (scene->dossier));
}

static void
test_round_to_open (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) first = dossier_test_send (&scene->profile, scene->dossier);
  g_autoptr (HsSending) sending = NULL;
  const char *id = hs_dossier_get_id (scene->dossier);

  /* given that the office asks for more */
  portal_act (scene->portal, id, "receive", "{}");
  portal_act (scene->portal, id, "supplement", "{\"reason\":\"Thiếu bản chụp căn cước\"}");
  dossier_test_refresh (&scene->profile);
  scene->dossier->frozen = FALSE;
  scene->dossier->round = 1;
  hs_dossier_set_statement (scene->dossier, TRUE);
  /* when the answer to opening the round is lost before the portal acted on it */
  portal_fault (scene->portal, "status=503,path=*/rounds,method=POST,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  send_patiently (scene, sending);
  /* then the portal, which knows the dossier without that round, is told of it again */
  g_assert_cmpint (journal_count (scene->portal, id, 0), ==, 1);
  g_assert_cmpint (journal_count (scene->portal, id, 1), ==, 1);
}

static void
test_other_account (void)
{
  Scene scene = { .portal = portal_start (NULL) };
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;

  /* given a dossier one person queued on a computer others use */
  dossier_test_set_up (&scene.profile, scene.portal->url);
  sign_in_by_page (&scene, "lan");
  scene.dossier = dossier_test_complete (&scene.profile, 0);
  sending = queue (&scene, scene.dossier);
  /* when another person signs in, nothing of it is sent, whoever asks */
  sign_in_by_page (&scene, OTHER_RESIDENT);
  hs_case_book_resume_one (scene.profile.book, scene.dossier);
  dossier_test_settle (sending);
  g_assert_error (hs_sending_get_error (sending), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT);
  g_assert_cmpint (count_announced (scene.portal), ==, 0);
  /* and it goes on by itself when the first is back, with files to come */
  portal_fault (scene.portal, "429=600,path=/v1/uploads,method=POST,once");
  sign_in_by_page (&scene, "lan");
  hs_test_wait (waits_for_portal, sending);
  g_assert_cmpint (hs_dossier_get_state (scene.dossier), ==, HS_DOSSIER_SENDING);
  /* another person cannot take it back either: the portal would not know it */
  sign_in_by_page (&scene, OTHER_RESIDENT);
  g_assert_false (unqueue (&scene, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_ACCOUNT);
  g_assert_cmpint (count_announced (scene.portal), ==, 1);
  sign_in_by_page (&scene, "lan");
  hs_case_book_resume (scene.profile.book);
  hs_test_wait (is_done, sending);
  assert_filed_once (&scene);
  g_clear_object (&sending);
  tear_down (&scene, NULL);
}

static void
test_queued_by_nobody (void)
{
  Scene scene = { .portal = portal_start (approve) };
  HsSending *sending;
  g_autoptr (HsJournal) journal = NULL;

  /* given one that was queued for "later" before anybody signed in */
  dossier_test_set_up (&scene.profile, scene.portal->url);
  scene.dossier = dossier_test_complete (&scene.profile, 0);
  g_object_unref (queue (&scene, scene.dossier));
  sending = g_object_ref (reopen_scene (&scene));
  dossier_test_sign_in (&scene.profile);
  /* then who signs in first does not file it by signing in */
  hs_case_book_resume (scene.profile.book);
  dossier_test_refresh (&scene.profile);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_cmpint (count_announced (scene.portal), ==, 0);
  /* but by sending it */
  hs_case_book_resume_one (scene.profile.book, scene.dossier);
  hs_test_wait (is_done, sending);
  assert_filed_once (&scene);
  journal = hs_journal_load (scene.profile.store, hs_dossier_get_id (scene.dossier), NULL);
  g_assert_cmpstr (journal->account, ==, "lan");
  g_object_unref (sending);
  tear_down (&scene, NULL);
}

static void
test_queued_for_other_portal (Scene *scene, gconstpointer data)
{
  g_autofree char *id = g_strdup (hs_dossier_get_id (scene->dossier));
  HsSending *sending;

  dossier_test_flush (scene->dossier);
  g_clear_object (&scene->dossier);
  dossier_test_reopen (&scene->profile, "https://portal.invalid");
  scene->dossier = g_object_ref (hs_case_book_find (scene->profile.book, id));
  g_object_unref (queue (scene, scene->dossier));
  sending = g_object_ref (reopen_scene (scene));
  dossier_test_sign_in (&scene->profile);
  hs_case_book_resume (scene->profile.book);
  dossier_test_refresh (&scene->profile);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_cmpint (count_announced (scene->portal), ==, 0);
  /* nothing was sent yet, so a person may choose this one */
  hs_case_book_resume_one (scene->profile.book, scene->dossier);
  hs_test_wait (is_done, sending);
  assert_filed_once (scene);
  g_object_unref (sending);
}

static gboolean
waits_for_other (gpointer data)
{
  return g_error_matches (hs_sending_get_error (data), HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY);
}

static void
test_two_uploaders (Scene *scene, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSending) mine = hs_case_book_queue (scene->profile.book, scene->dossier, &error);
  g_autoptr (HsCaseBook) other_book = NULL;
  g_autoptr (HsSending) other = NULL;
  HsDossier *twin;

  g_assert_no_error (error);
  other_book = hs_case_book_open (scene->profile.store, scene->profile.catalogue,
                                  scene->profile.units, scene->portal->url, &error);
  g_assert_no_error (error);
  twin = hs_case_book_find (other_book, hs_dossier_get_id (scene->dossier));
  other = g_object_ref (hs_case_book_get_sending (other_book, twin));
  portal_fault (scene->portal, "delay=1500,path=*/submission,once");
  hs_case_book_resume_one (scene->profile.book, scene->dossier);
  hs_case_book_resume_one (other_book, twin);
  hs_test_wait (waits_for_other, other);
  hs_test_wait (is_done, mine);
  hs_test_wait (is_done, other);
  assert_filed_once (scene);
  g_assert_cmpstr (hs_dossier_get_reference_no (twin), ==,
                   hs_dossier_get_reference_no (scene->dossier));
  hs_case_book_pause (other_book);
  g_clear_object (&other);
}

static void
test_pause_and_resume (Scene *scene, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSending) sending = hs_case_book_queue (scene->profile.book, scene->dossier, &error);

  g_assert_no_error (error);
  portal_fault (scene->portal, "delay=1000,path=/v1/uploads,method=PATCH,once");
  hs_case_book_resume_one (scene->profile.book, scene->dossier);
  while (hs_sending_get_phase (sending) != HS_SENDING_UPLOADING)
    g_main_context_iteration (NULL, TRUE);
  hs_case_book_pause (scene->profile.book);
  while (hs_sending_get_phase (sending) != HS_SENDING_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (hs_sending_get_error (sending));
  g_assert_cmpint (journal_count (scene->portal, hs_dossier_get_id (scene->dossier), 0), ==, 0);
  hs_case_book_resume (scene->profile.book);
  dossier_test_settle (sending);
  send_patiently (scene, sending);
  assert_filed_once (scene);
}

/* "Nộp sau": the whole outbox going on, and a question to the portal answered, send nothing of it. */
static void
test_queued_for_later (Scene *scene, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSending) sending = hs_case_book_queue (scene->profile.book, scene->dossier, &error);

  g_assert_no_error (error);
  hs_case_book_resume (scene->profile.book);
  dossier_test_refresh (&scene->profile);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
  g_assert_no_error (hs_sending_get_error (sending));
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_QUEUED);
  g_assert_cmpint (journal_count (scene->portal, hs_dossier_get_id (scene->dossier), 0), ==, 0);
  hs_case_book_resume_one (scene->profile.book, scene->dossier);
  hs_test_wait (is_done, sending);
  assert_filed_once (scene);
}

static GBytes *
get_file (Scene *scene, const char *file, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hs_case_book_get_file_async (scene->profile.book, scene->dossier, file, NULL, hs_test_result_cb,
                               &pending);
  result = hs_test_await (&pending);
  return hs_case_book_get_file_finish (scene->profile.book, result, error);
}

/* The newest event that has a file. */
static char *
find_file (HsDossier *dossier)
{
  GListModel *events = hs_dossier_get_events (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i);

      if (hs_event_get_file (event) != NULL)
        return g_strdup (hs_event_get_file (event));
    }
  return NULL;
}

static void
test_following (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  const char *id = hs_dossier_get_id (scene->dossier);
  g_autofree char *slip = NULL;
  g_autofree char *kept_id = g_strdup (id);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  guint n_events;

  portal_act (scene->portal, id, "receive", "{}");
  dossier_test_refresh (&scene->profile);
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_ACCEPTED);
  g_assert_cmpstr (hs_dossier_get_status_label (scene->dossier), ==, "Được tiếp nhận");
  g_assert_cmpint (hs_dossier_get_due_us (scene->dossier), >, 0);
  slip = find_file (scene->dossier);
  g_assert_nonnull (slip);
  bytes = get_file (scene, slip, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  /* asking again brings nothing twice */
  n_events = g_list_model_get_n_items (hs_dossier_get_events (scene->dossier));
  dossier_test_refresh (&scene->profile);
  dossier_test_refresh (&scene->profile);
  g_assert_cmpuint (g_list_model_get_n_items (hs_dossier_get_events (scene->dossier)), ==,
                    n_events);
  portal_act (scene->portal, id, "supplement", "{\"reason\":\"Thiếu bản chụp căn cước\"}");
  dossier_test_refresh (&scene->profile);
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_SUPPLEMENT);
  g_assert_nonnull (strstr (hs_dossier_get_status_message (scene->dossier), "căn cước"));
  /* what was fetched is here without the portal, also after a restart */
  portal_kill (scene->portal);
  g_clear_object (&sending);
  g_clear_object (&scene->dossier);
  dossier_test_reopen (&scene->profile, scene->portal->url);
  scene->dossier = g_object_ref (hs_case_book_find (scene->profile.book, kept_id));
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_SUPPLEMENT);
  again = get_file (scene, slip, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
  /* and what was not, is an error that says why */
  g_assert_null (get_file (scene, "f-unknown", &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_UNREACHABLE);
  portal_restart (scene->portal);
}

static void
test_deleted_while_fetching (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  const char *id = hs_dossier_get_id (scene->dossier);
  g_autofree char *slip = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;

  /* given a slip that is on its way */
  portal_fault (scene->portal, "status=503,path=/v1/dossiers/,method=GET,once");
  portal_act (scene->portal, id, "receive", "{}");
  dossier_test_refresh (&scene->profile);
  slip = find_file (scene->dossier);
  g_assert_nonnull (slip);
  portal_fault (scene->portal, "delay=1000,path=/v1/dossiers/,method=GET,once");
  hs_case_book_get_file_async (scene->profile.book, scene->dossier, slip, NULL, hs_test_result_cb,
                               &pending);
  /* when the dossier is deleted, what arrives is not kept */
  g_assert_true (hs_case_book_delete (scene->profile.book, scene->dossier, &error));
  g_assert_no_error (error);
  result = hs_test_await (&pending);
  g_assert_null (hs_case_book_get_file_finish (scene->profile.book, result, &error));
  g_assert_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND);
  left = hs_store_list_blobs (scene->profile.store, id, NULL);
  g_assert_cmpstr (left[0], ==, NULL);
}

static void
test_refused_by_office (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);

  portal_act (scene->portal, hs_dossier_get_id (scene->dossier), "refuse",
              "{\"reason\":\"Không thuộc thẩm quyền\"}");
  dossier_test_refresh (&scene->profile);
  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_NOT_ACCEPTED);
  g_assert_nonnull (strstr (hs_dossier_get_status_message (scene->dossier), "thẩm quyền"));
}

static void
test_looks_are_spaced (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  g_autoptr (Answer) faults_list = NULL;

  dossier_test_refresh (&scene->profile);
  portal_fault (scene->portal, "status=500,path=/v1/events");
  for (guint i = 0; i < 5; i++)
    {
      GAsyncResult *pending = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      hs_case_book_refresh_async (scene->profile.book, FALSE, NULL, hs_test_result_cb, &pending);
      result = hs_test_await (&pending);
      g_assert_true (hs_case_book_refresh_finish (scene->profile.book, result, NULL));
    }
  faults_list = get (scene->portal, "/_demo/faults");
  g_assert_cmpint (answer_int (faults_list, "/faults/0/hits"), ==, 0);
}

static void
add (const char *name, void (*test) (Scene *, gconstpointer))
{
  g_test_add (name, Scene, NULL, set_up, test, tear_down);
}

static void
add_each (const char *prefix, const char *const *specs, guint n, GTestDataFunc test)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *clean = g_strdup (specs[i]);
      g_autofree char *path = NULL;

      g_strdelimit (clean, "/", '.');
      path = g_strconcat (prefix, "/", clean, NULL);
      g_test_add_data_func (path, specs[i], test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/dossier/outbox/happy", test_happy);
  add ("/dossier/outbox/survives-restart", test_survives_restart);
  add ("/dossier/outbox/one-only", test_one_only);
  add ("/dossier/outbox/two-budgets", test_two_budgets);
  add ("/dossier/outbox/round-to-open", test_round_to_open);
  add ("/dossier/outbox/failed-waits-for-person", test_failed_waits_for_person);
  add ("/dossier/outbox/queued-for-other-portal", test_queued_for_other_portal);
  g_test_add_func ("/dossier/outbox/other-account", test_other_account);
  g_test_add_func ("/dossier/outbox/queued-by-nobody", test_queued_by_nobody);
  add ("/dossier/outbox/unqueue-announced", test_unqueue_announced);
  g_test_add_func ("/dossier/outbox/refused-then-mended", test_refused_then_mended);
  add ("/dossier/outbox/unqueue-too-late", test_unqueue_too_late);
  add ("/dossier/outbox/interrupted-but-sent", test_interrupted_but_sent);
  add_each ("/dossier/outbox/unqueue-interrupted", lost_words, G_N_ELEMENTS (lost_words),
            test_unqueue_interrupted);
  add ("/dossier/outbox/two-uploaders", test_two_uploaders);
  add ("/dossier/outbox/pause-and-resume", test_pause_and_resume);
  add ("/dossier/outbox/queued-for-later", test_queued_for_later);
  add ("/dossier/follow/slip", test_following);
  add ("/dossier/follow/deleted-while-fetching", test_deleted_while_fetching);
  add ("/dossier/follow/refused", test_refused_by_office);
  add ("/dossier/follow/looks-are-spaced", test_looks_are_spaced);
  g_test_add_func ("/dossier/outbox/unqueue-unsent", test_unqueue_unsent);
  g_test_add_func ("/dossier/outbox/unreachable", test_unreachable);
  g_test_add_func ("/dossier/outbox/no-portal-chosen", test_no_portal_chosen);
  g_test_add_func ("/dossier/outbox/captive-portal", test_captive_portal);
  g_test_add_func ("/dossier/outbox/waits-for-sign-in", test_waits_for_sign_in);
  add_each ("/dossier/outbox/fault", faults, G_N_ELEMENTS (faults), test_fault);
  add_each ("/dossier/outbox/portal-dies", deaths, G_N_ELEMENTS (deaths), test_portal_dies);
  return g_test_run ();
}
