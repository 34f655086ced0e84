/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /_demo: fault switches, the clock, and the journal by which tests judge what really happened. Needs
 * application/json, so a web page elsewhere cannot post to it. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-control.h"

#include "hs-demo-handlers.h"
#include "hs-demo-office.h"

static JsonArray *
faults_to_json (HsDemo *demo)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < demo->faults.list->len; i++)
    {
      const HsDemoFault *fault = g_ptr_array_index (demo->faults.list, i);

      json_array_add_object_element (array, hs_demo_object ("s:spec", fault->spec, "i:left",
                                                            (gint64) fault->left, "i:hits",
                                                            (gint64) fault->hits, NULL));
    }
  return array;
}

void
hs_demo_control_faults (HsDemoRequest *request)
{
  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("a:faults", faults_to_json (request->demo), NULL));
}

gboolean
hs_demo_control_add_fault (HsDemo *demo, const char *spec, GError **error)
{
  g_autoptr (HsDemoFault) fault = hs_demo_fault_parse (spec, error);

  if (fault == NULL)
    return FALSE;
  if (fault->kind == HS_DEMO_FAULT_TOKEN_LIFETIME)
    demo->token_us = fault->value * G_USEC_PER_SEC;
  g_ptr_array_add (demo->faults.list, g_steal_pointer (&fault));
  return TRUE;
}

void
hs_demo_control_add_faults (HsDemoRequest *request)
{
  g_autoptr (JsonNode) node = hs_demo_request_json (request);
  g_autoptr (GError) error = NULL;
  JsonArray *list;

  if (node == NULL)
    return;
  list = hs_json_array (json_node_get_object (node), "faults");
  if (list == NULL)
    {
      hs_demo_problem (request, "malformed", "/faults", "Cần {\"faults\": [\"...\"]}.");
      return;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *item = json_array_get_element (list, i);
      const char *spec = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;

      if (!hs_demo_control_add_fault (request->demo, spec == NULL ? "" : spec, &error))
        {
          g_autofree char *pointer = g_strdup_printf ("/faults/%u", i);

          hs_demo_problem (request, "malformed", pointer, "%s", error->message);
          return;
        }
    }
  hs_demo_control_faults (request);
}

void
hs_demo_control_clear_faults (HsDemoRequest *request)
{
  g_ptr_array_set_size (request->demo->faults.list, 0);
  request->demo->token_us = HS_DEMO_TOKEN_US;
  hs_demo_reply_empty (request, SOUP_STATUS_NO_CONTENT);
}

void
hs_demo_control_clock (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  g_autoptr (JsonNode) node = hs_demo_request_json (request);
  gint64 seconds;

  if (node == NULL)
    return;
  seconds = hs_json_int (json_node_get_object (node), "advanceSeconds", -1);
  if (seconds < 0 || seconds > G_GINT64_CONSTANT (10) * 366 * 24 * 3600)
    {
      hs_demo_problem (request, "malformed", "/advanceSeconds", "Số giây từ 0 đến mười năm.");
      return;
    }
  demo->clock_us += seconds * G_USEC_PER_SEC;
  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("t:now", hs_demo_now (demo), NULL));
}

static JsonArray *
submissions_to_json (HsDemo *demo)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db,
    /* the count comes from the journal, which has no key that would hide a second one */
    "SELECT s.dossier, s.round, s.id, s.reference, s.manifest_sha256, s.replays, (SELECT count(*)"
    " FROM journal j WHERE j.act = 'submitted' AND j.dossier = s.dossier AND j.round = s.round)"
    " FROM submission s ORDER BY s.rowid",
    "");

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (
      array, hs_demo_object (
               "s:dossierId", hs_demo_column (row, 0), "i:round", sqlite3_column_int64 (row, 1),
               "s:submissionId", hs_demo_column (row, 2), "s:referenceNo", hs_demo_column (row, 3),
               "s:manifestSha256", hs_demo_column (row, 4), "i:replays",
               sqlite3_column_int64 (row, 5), "i:count", sqlite3_column_int64 (row, 6), NULL));
  return array;
}

static JsonArray *
uploads_to_json (HsDemo *demo)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT id, dossier, attachment, sha256, size, offset, state, received FROM"
                      " upload ORDER BY rowid",
                      "");

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (
      array,
      hs_demo_object ("s:uploadId", hs_demo_column (row, 0), "s:dossierId", hs_demo_column (row, 1),
                      "s:attachmentId", hs_demo_column (row, 2), "s:sha256",
                      hs_demo_column (row, 3), "i:size", sqlite3_column_int64 (row, 4), "i:offset",
                      sqlite3_column_int64 (row, 5), "s:state", hs_demo_column (row, 6),
                      "i:received", sqlite3_column_int64 (row, 7), NULL));
  return array;
}

static JsonArray *
dossiers_to_json (HsDemo *demo)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db, "SELECT id, owner, status, round, reference FROM dossier ORDER BY rowid", "");

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (
      array, hs_demo_object ("s:dossierId", hs_demo_column (row, 0), "s:owner",
                             hs_demo_column (row, 1), "i:status", sqlite3_column_int64 (row, 2),
                             "i:round", sqlite3_column_int64 (row, 3), "S:referenceNo",
                             hs_demo_column (row, 4), NULL));
  return array;
}

static JsonArray *
acts_to_json (HsDemo *demo)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (
    demo->db, "SELECT n, act, dossier, round, detail FROM journal ORDER BY n", "");

  while (hs_demo_db_next (demo->db, &row))
    json_array_add_object_element (
      array,
      hs_demo_object ("i:n", sqlite3_column_int64 (row, 0), "s:act", hs_demo_column (row, 1),
                      "s:dossierId", hs_demo_column (row, 2), "i:round",
                      sqlite3_column_int64 (row, 3), "S:detail", hs_demo_column (row, 4), NULL));
  return array;
}

void
hs_demo_control_journal (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;

  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("a:submissions", submissions_to_json (demo), "a:dossiers",
                                        dossiers_to_json (demo), "a:uploads",
                                        uploads_to_json (demo), "a:acts", acts_to_json (demo),
                                        NULL));
}
