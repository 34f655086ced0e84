/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts against the real demo portal: keys that change, keys that are not published, and what proves
 * a receipt when nobody can be asked any more. */
#include "../demo-portal/portal-run.h"
#include "dossier-test.h"
#include "dossier/hs-portal-thread.h"
#include "dossier/hs-progress.h"

#include "portal/hs-portal-error.h"
#include "portal/hs-receipt.h"

#include <glib/gstdio.h>
#include <string.h>

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
  scene->dossier = dossier_test_complete (&scene->profile, 0);
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  g_clear_object (&scene->dossier);
  dossier_test_tear_down (&scene->profile);
  portal_free (scene->portal);
}

/* Filed once, and what is kept here proves it. */
static void
assert_proven (Scene *scene)
{
  const char *id = hs_dossier_get_id (scene->dossier);
  g_autoptr (JsonNode) payload = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_SUBMITTED);
  g_assert_cmpint (journal_count (scene->portal, id, 0), ==, 1);
  payload = hs_receipt_verify_proof (hs_dossier_get_receipt_proof (scene->dossier), id, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (payload, hs_dossier_get_receipt (scene->dossier)));
}

/* Changes a member below the status of the dossier, as it is kept. */
static void
falsify (Scene *scene, const char *member, const char *inner, const char *value)
{
  const char *id = hs_dossier_get_id (scene->dossier);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) status = hs_store_get (scene->profile.store, "status", id, &error);

  g_assert_no_error (error);
  json_object_set_string_member (hs_json_object (json_node_get_object (status), member), inner,
                                 value);
  hs_store_put (scene->profile.store, "status", id, id, 0, status, &error);
  g_assert_no_error (error);
}

/* The demo portal's key file goes aside, or comes back: other keys, the same submissions. */
static void
move_keys (Scene *scene, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (scene->portal->state_dir, from, NULL);
  g_autofree char *target = g_build_filename (scene->portal->state_dir, to, NULL);

  g_assert_cmpint (g_rename (source, target), ==, 0);
}

static void
test_key_change (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;

  /* given a portal whose key became another one since it was asked who it is */
  portal_fault (scene->portal, "die=before,path=*/submission,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  portal_expect_death (scene->portal);
  move_keys (scene, "keys", "keys.old");
  portal_restart (scene->portal);
  /* then it is asked again, and the receipt is proven */
  hs_case_book_resume (scene->profile.book);
  dossier_test_settle (sending);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
  assert_proven (scene);
}

/* The keys change after the portal was asked who it is, and before it signs. */
static void
test_key_change_in_a_run (Scene *scene, gconstpointer data)
{
  HsPortalThread *thread =
    hs_portal_thread_new ("test", scene->profile.store, scene->portal->url, NULL);
  g_autoptr (JsonNode) receipt = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) now = NULL;
  const HsPortalInfo *info = hs_portal_thread_refresh (thread, NULL, &error);
  const char *key_id;

  g_assert_no_error (error);
  g_assert_nonnull (info);
  portal_kill (scene->portal);
  move_keys (scene, "keys", "keys.old");
  portal_restart (scene->portal);
  now = get (scene->portal, "/.well-known/portal");
  key_id = answer_text (now, "/receiptKeys/0/keyId");
  json_node_take_object (receipt, json_object_new ());
  json_object_set_string_member (json_node_get_object (receipt), "keyId", key_id);
  g_assert_null (hs_receipt_find_key (info, key_id));
  info = hs_portal_thread_find_signer (thread, receipt, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hs_receipt_find_key (info, key_id));
  hs_portal_thread_free (thread);
}

/* A portal that signed with a key it does not publish (any more): what was submitted never counts as
 * failed, and is asked for again, ever more seldom. */
static void
test_unproven_receipt (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  const gint64 day_us = G_TIME_SPAN_DAY;

  portal_fault (scene->portal, "die=after,path=*/submission,once");
  sending = dossier_test_send (&scene->profile, scene->dossier);
  portal_expect_death (scene->portal);
  move_keys (scene, "keys", "keys.old");
  portal_restart (scene->portal);
  for (guint i = 0; i < 8; i++)
    {
      gint64 wait_us;

      hs_case_book_resume (scene->profile.book);
      dossier_test_settle (sending);
      wait_us = hs_sending_get_retry_at_us (sending) - g_get_real_time ();
      g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_WAITING);
      g_assert_error (hs_sending_get_error (sending), HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
      g_assert_nonnull (strstr (hs_sending_get_error (sending)->message, "does not publish"));
      g_assert_cmpint (hs_dossier_get_state (scene->dossier), ==, HS_DOSSIER_UNCONFIRMED);
      g_assert_null (hs_dossier_get_reference_no (scene->dossier));
      g_assert_cmpint (wait_us, <=, day_us);
      if (i == 7)
        g_assert_cmpint (wait_us, >, day_us / 2 - 60 * G_USEC_PER_SEC);
    }
  /* when the portal publishes that key, the same receipt is proven, and nothing was filed twice */
  portal_kill (scene->portal);
  move_keys (scene, "keys.old", "keys");
  portal_restart (scene->portal);
  hs_case_book_resume (scene->profile.book);
  dossier_test_settle (sending);
  g_assert_cmpint (hs_sending_get_phase (sending), ==, HS_SENDING_DONE);
  assert_proven (scene);
}

/* Years later, without the portal: the receipt is proven by what was kept with it. */
static void
test_proof_is_kept (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = dossier_test_send (&scene->profile, scene->dossier);
  g_autofree char *id = g_strdup (hs_dossier_get_id (scene->dossier));
  g_autoptr (JsonNode) payload = NULL;
  g_autoptr (GError) error = NULL;

  portal_kill (scene->portal);
  g_clear_object (&sending);
  g_clear_object (&scene->dossier);
  dossier_test_reopen (&scene->profile, NULL);
  scene->dossier = g_object_ref (hs_case_book_find (scene->profile.book, id));
  payload = hs_receipt_verify_proof (hs_dossier_get_receipt_proof (scene->dossier), id, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (payload, hs_dossier_get_receipt (scene->dossier)));
}

static void
test_receipts_are_checked (Scene *scene, gconstpointer data)
{
  g_autoptr (HsSending) sending = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 9;

  g_assert_true (hs_progress_check_receipts (scene->profile.store, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);
  sending = dossier_test_send (&scene->profile, scene->dossier);
  g_assert_true (hs_progress_check_receipts (scene->profile.store, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  /* what is shown must be what was signed, and signed by that key */
  falsify (scene, "payload", "referenceNo", "H50.12-261124-9999");
  g_assert_false (hs_progress_check_receipts (scene->profile.store, &n, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
  g_assert_nonnull (strstr (error->message, hs_dossier_get_id (scene->dossier)));
  g_clear_error (&error);
  falsify (scene, "proof", "publicKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  g_assert_false (hs_progress_check_receipts (scene->profile.store, &n, &error));
  g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_RECEIPT);
}

static void
add (const char *path, void (*test) (Scene *, gconstpointer))
{
  g_test_add (path, Scene, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/dossier/receipt/key-change", test_key_change);
  add ("/dossier/receipt/key-change-in-a-run", test_key_change_in_a_run);
  add ("/dossier/receipt/unproven", test_unproven_receipt);
  add ("/dossier/receipt/proof-is-kept", test_proof_is_kept);
  add ("/dossier/receipt/are-checked", test_receipts_are_checked);
  return g_test_run ();
}
