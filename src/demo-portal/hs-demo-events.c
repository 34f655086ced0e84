/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to all dossiers of one person, in one call, ordered by seq alone. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"

#include "base/hs-date.h"

char *
hs_demo_event_add (HsDemo *demo, const HsDemoDossier *dossier, const char *type,
                   const char *message, JsonObject *data)
{
  g_autofree char *id = hs_world_uuid (demo->world);
  g_autofree char *code = g_strdup_printf ("%d", dossier->status);
  gint64 now = hs_demo_now (demo);
  g_autofree char *body = hs_demo_object_write (hs_demo_object (
    "s:id", id, "s:type", type, "s:dossierId", dossier->id, "i:round", dossier->round,
    "t:occurredAt", now, "t:recordedAt", now, "i:status", (gint64) dossier->status,
    "s:authorityStatusCode", code, "s:authorityStatusLabel", hs_demo_status_label (dossier->status),
    "S:message", message, "t:dueAt", dossier->due_us, "O:data", data, NULL));

  hs_demo_db_run (
    demo->db, "INSERT INTO event (id, dossier, owner, recorded_us, body) VALUES (?, ?, ?, ?, ?)",
    "sssis", id, dossier->id, dossier->owner, now, body);
  return g_steal_pointer (&id);
}

static void
reply_events (HsDemoRequest *request, gint64 after, gint64 limit)
{
  HsDemo *demo = request->demo;
  JsonArray *events = json_array_new ();
  gint64 next = after;
  gboolean more = FALSE;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT seq, body FROM event WHERE owner = ? AND seq > ? ORDER BY seq LIMIT"
                      " ?",
                      "sii", request->resident->sub, after, limit + 1);

  while (hs_demo_db_next (demo->db, &row))
    {
      JsonObject *event;

      if (json_array_get_length (events) == (guint) limit)
        {
          more = TRUE;
          continue;
        }
      event = hs_demo_object_read (hs_demo_column (row, 1));
      next = sqlite3_column_int64 (row, 0);
      if (event == NULL)
        continue;
      json_object_set_int_member (event, "seq", next);
      json_array_add_object_element (events, event);
    }
  hs_demo_reply_object (request, SOUP_STATUS_OK,
                        hs_demo_object ("a:events", events, "i:next", next, "b:more", more, NULL));
}

void
hs_demo_events (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  const char *after_text = hs_demo_request_query (request, "after");
  gint64 after = hs_demo_request_query_int (request, "after", after_text[0] ? -1 : 0);
  gint64 limit = CLAMP (hs_demo_request_query_int (request, "limit", 100), 1, 500);
  gint64 last;
  g_autofree char *etag = NULL;

  if (after < 0)
    {
      hs_demo_problem (request, "malformed", NULL, "after phải là một số từ 0.");
      return;
    }
  last = hs_demo_db_int (demo->db, 0, "SELECT max(seq) FROM event WHERE owner = ?", "s",
                         request->resident->sub);
  etag = g_strdup_printf ("\"%s-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "\"",
                          request->resident->sub, after, limit, last);
  if (!hs_demo_reply_not_modified (request, etag))
    reply_events (request, after, limit);
}
