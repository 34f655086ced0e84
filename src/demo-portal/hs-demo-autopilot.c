/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays the officer: receives, works, finishes and hands over, after the time an office takes divided by
 * the speed. It looks at the portal's clock only, so a test that moves the clock moves it too. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-office.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR_US (60 * MINUTE_US)

typedef struct
{
  HsDemoStatus status;
  HsDemoAct act;
  gint64 patience_us;
} Step;

static const Step steps[] = {
  { HS_DEMO_STATUS_SUBMITTED, HS_DEMO_ACT_RECEIVE, 30 * MINUTE_US },
  { HS_DEMO_STATUS_ACCEPTED, HS_DEMO_ACT_START, 2 * HOUR_US },
  { HS_DEMO_STATUS_IN_PROCESS, HS_DEMO_ACT_FINISH, 20 * HOUR_US },
  { HS_DEMO_STATUS_PROCESSED, HS_DEMO_ACT_RETURN, 3 * HOUR_US },
};

static const Step *
find_step (HsDemoStatus status)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].status == status)
      return &steps[i];
  return NULL;
}

gint64
hs_demo_autopilot_patience_us (HsDemoStatus status)
{
  const Step *step = find_step (status);

  return step == NULL ? -1 : step->patience_us;
}

/* The dossier whose turn is next and when; NULL: none waits. */
static char *
find_next (HsDemo *demo, HsDemoStatus *status, gint64 *due_us)
{
  char *next = NULL;
  g_autoptr (sqlite3_stmt) row =
    hs_demo_db_query (demo->db,
                      "SELECT d.id, d.status, max(e.recorded_us) FROM dossier d JOIN event e ON"
                      " e.dossier = d.id WHERE d.status IN (1, 2, 4, 9) GROUP BY d.id",
                      "");

  while (hs_demo_db_next (demo->db, &row))
    {
      HsDemoStatus found = sqlite3_column_int (row, 1);
      double wait = (double) find_step (found)->patience_us / demo->autopilot;
      gint64 due = sqlite3_column_int64 (row, 2) + (gint64) wait;

      if (next != NULL && due >= *due_us)
        continue;
      g_free (next);
      next = g_strdup (hs_demo_column (row, 0));
      *status = found;
      *due_us = due;
    }
  return next;
}

static gboolean
wake_cb (gpointer user_data)
{
  HsDemo *demo = user_data;

  demo->autopilot_source = 0;
  hs_demo_autopilot_wake (demo);
  return G_SOURCE_REMOVE;
}

/* One act a turn of the main loop, so that citizens are served in between. */
static guint
act_or_wait (HsDemo *demo)
{
  HsDemoStatus status = HS_DEMO_STATUS_ANNOUNCED;
  gint64 due = 0, left;
  g_autofree char *id = find_next (demo, &status, &due);
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return 0;
  left = due - hs_demo_now (demo);
  if (left > 0)
    return g_timeout_add ((guint) MIN (left / 1000 + 1, 60000), wake_cb, demo);
  if (hs_demo_office_act (demo, id, find_step (status)->act, NULL, 0, &error))
    return g_timeout_add (0, wake_cb, demo);
  g_warning ("autopilot: %s", error->message);
  return g_timeout_add_seconds (5, wake_cb, demo);
}

void
hs_demo_autopilot_wake (HsDemo *demo)
{
  if (demo->autopilot <= 0)
    return;
  g_clear_handle_id (&demo->autopilot_source, g_source_remove);
  hs_demo_db_reset (demo->db);
  demo->autopilot_source = act_or_wait (demo);
  hs_demo_db_reset (demo->db);
}
