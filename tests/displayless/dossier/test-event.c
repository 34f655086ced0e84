/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the portal says is foreign: codes nobody knows stay, texts become printable, nonsense is named. */
#include "dossier/hs-attachment-private.h"
#include "dossier/hs-progress.h"
#include "portal/hs-portal-error.h"

#include "hs-test.h"

#define ID "6d3f2c1a-0b5e-4f7d-9a3c-112233445566"

static HsEvent *
parse (const char *members, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"dossierId\":\"" ID "\"%s}", members);
  g_autoptr (JsonNode) node = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, NULL);

  g_assert_nonnull (node);
  return hs_event_from_json (node, error);
}

static const struct
{
  const char *members;
  int status;
  const char *code;
} codes[] = {
  { ",\"seq\":1,\"status\":2,\"authorityStatusCode\":\"2\"", 2, "2" },
  { ",\"seq\":1,\"status\":10,\"authorityStatusCode\":\"DA_TRA\"", 10, "DA_TRA" },
  { ",\"seq\":1,\"status\":\"5\"", 5, "5" },
  /* an office's own numbering means something else */
  { ",\"seq\":1,\"status\":null,\"authorityStatusCode\":\"6\"", -1, "6" },
  { ",\"seq\":1,\"status\":14,\"authorityStatusCode\":\"14\"", -1, "14" },
  { ",\"seq\":1,\"status\":\"xyz\"", -1, "xyz" },
  { ",\"seq\":1,\"authorityStatusCode\":\"\"", 0, "" },
  { ",\"seq\":1", 0, "" },
};

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HsEvent) event = parse (codes[i].members, &error);

      g_assert_no_error (error);
      g_assert_cmpint (hs_event_get_status (event), ==, codes[i].status);
      g_assert_cmpstr (hs_event_get_code (event), ==, codes[i].code);
    }
}

static const char *const nonsense[] = {
  "",
  ",\"seq\":-1",
  ",\"seq\":\"one\"",
  ",\"seq\":1,\"occurredAt\":\"yesterday\"",
  ",\"seq\":1,\"dueAt\":\"2026-13-45T00:00:00Z\"",
};

static void
test_nonsense (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HsEvent) event = parse (nonsense[i], &error);

      g_assert_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE);
      g_assert_null (event);
    }
}

static void
test_file_of_event (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsEvent) event = parse (
    ",\"seq\":3,\"status\":5,\"authorityStatusLabel\":\"Y\\u0007êu\\u202e cầu\","
    "\"message\":\"  dòng 1\\ndòng 2\\u001b[31m  \",\"occurredAt\":\"2026-11-24T08:00:00+07:00\","
    "\"data\":{\"fileId\":\"f-1\",\"fileName\":\"../../etc/phiếu.pdf\"}",
    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hs_event_get_label (event), ==, "Y êu  cầu");
  g_assert_cmpstr (hs_event_get_message (event), ==, "dòng 1\ndòng 2 [31m");
  g_assert_cmpint (hs_event_get_occurred_us (event), ==, HS_TEST_NOW_US);
  g_assert_cmpstr (hs_event_get_file (event), ==, "f-1");
  g_assert_cmpstr (hs_event_get_file_name (event), ==, ".._.._etc_phiếu.pdf");
}

static void
test_hostile_file_ids (void)
{
  static const char *const ids[] = { "../x", "a/b", "", "a b", "%2e%2e" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *members =
        g_strdup_printf (",\"seq\":1,\"data\":{\"fileId\":\"%s\"}", ids[i]);
      g_autoptr (HsEvent) event = parse (members, NULL);

      g_assert_nonnull (event);
      g_assert_null (hs_event_get_file (event));
    }
}

static const struct
{
  const char *text;
  gboolean good;
} references[] = {
  { "H50.12-261124-0007", TRUE },
  { "000.00.12.H50-261124-0007/TP", TRUE },
  { "Hồ sơ 7", TRUE },
  { "", FALSE },
  { " H50", FALSE },
  { "H50\n", FALSE },
  { "H50\x1b[2J", FALSE },
  { "H50\xe2\x80\xae"
    "7000",
    FALSE },
  { NULL, FALSE },
};

static void
test_references (void)
{
  g_autofree char *long_text = g_strnfill (101, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    g_assert_cmpint (hs_progress_is_reference (references[i].text), ==, references[i].good);
  g_assert_false (hs_progress_is_reference (long_text));
}

static void
test_order (void)
{
  g_autoptr (HsEvent) first =
    parse (",\"seq\":7,\"occurredAt\":\"2026-11-25T08:00:00+07:00\"", NULL);
  g_autoptr (HsEvent) second =
    parse (",\"seq\":8,\"occurredAt\":\"2026-11-24T08:00:00+07:00\"", NULL);

  /* by seq, whatever the office's clock says */
  g_assert_cmpint (hs_event_compare (second, first, NULL), <, 0);
  g_assert_cmpint (hs_event_compare (first, second, NULL), >, 0);
  g_assert_cmpint (hs_event_compare (first, first, NULL), ==, 0);
}

static void
take (HsStore *store, const char *events, GHashTable *changed)
{
  g_autoptr (JsonNode) node = hs_json_parse (events, -1, HS_JSON_DEFAULT, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (node);
  g_assert_true (hs_progress_take_events (store, json_node_get_array (node), changed, &error));
  g_assert_no_error (error);
}

static void
test_poison (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  HsStore *store = hs_store_open (world, &error);
  g_autoptr (HsJournal) journal = hs_journal_new (ID, 0);
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (HsProgress) progress = NULL;

  g_assert_no_error (error);
  journal->manifest = g_strdup ("{}");
  journal->manifest_sha256 = g_strdup ("");
  g_assert_true (hs_journal_save (journal, store, &error));
  /* one that nobody can read keeps neither those before it away nor those after it */
  take (store,
        "[{\"dossierId\":\"" ID "\",\"seq\":1,\"status\":2},"
        "{\"dossierId\":\"" ID "\",\"seq\":2,\"occurredAt\":\"yesterday\"},"
        "{\"seq\":3},7,"
        "{\"dossierId\":\"" ID "\",\"seq\":4,\"status\":4}]",
        changed);
  g_assert_true (g_hash_table_contains (changed, ID));
  progress = hs_progress_read (store, ID, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress->events->len, ==, 2);
  g_assert_cmpint (hs_event_get_seq (progress->events->pdata[0]), ==, 4);
  g_assert_cmpint (hs_event_get_seq (progress->events->pdata[1]), ==, 1);
  g_object_unref (store);
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dossier/event/codes", test_codes);
  g_test_add_func ("/dossier/event/nonsense", test_nonsense);
  g_test_add_func ("/dossier/event/file", test_file_of_event);
  g_test_add_func ("/dossier/event/hostile-file-ids", test_hostile_file_ids);
  g_test_add_func ("/dossier/event/references", test_references);
  g_test_add_func ("/dossier/event/order", test_order);
  g_test_add_func ("/dossier/event/poison", test_poison);
  return g_test_run ();
}
