/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seeds: procedures, offices and working days, read from the installation's catalogue. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-services.h"

#include "base/hs-date.h"

#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
/* 16:30 in Viet Nam, counted from 00:00 UTC of the same day */
#define END_OF_OFFICE_US ((G_GINT64_CONSTANT (16) * 60 + 30 - 7 * 60) * 60 * G_USEC_PER_SEC)

static HsProcedure *
find_procedure (HsDemo *demo, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsProcedure) procedure = hs_catalogue_get_procedure (demo->catalogue, code, &error);

  if (procedure == NULL && error != NULL &&
      !g_error_matches (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_NOT_FOUND))
    g_warning ("catalogue: %s", error->message);
  return g_steal_pointer (&procedure);
}

static const HsChannel *
online_channel (HsProcedure *procedure)
{
  GPtrArray *channels = hs_procedure_get_channels (procedure);
  const HsChannel *best = NULL;

  for (guint i = 0; i < channels->len; i++)
    {
      const HsChannel *channel = g_ptr_array_index (channels, i);

      if (best == NULL || strcmp (channel->kind, "online") == 0)
        best = channel;
    }
  return best;
}

HsDemoService *
hs_demo_service_find (HsDemo *demo, const char *code)
{
  g_autoptr (HsProcedure) procedure = find_procedure (demo, code);
  HsDemoService *self;
  const HsChannel *channel = NULL;

  if (procedure == NULL)
    return NULL;
  self = g_new0 (HsDemoService, 1);
  self->title = g_strdup (hs_procedure_get_title (procedure));
  self->form_id = g_strdup (hs_procedure_get_form_id (procedure));
  self->fee = -1;
  if (hs_procedure_has_details (procedure))
    channel = online_channel (procedure);
  if (channel != NULL)
    {
      self->duration = channel->duration;
      self->duration_unit = g_strdup (channel->duration_unit);
      self->fee = channel->fee;
    }
  return self;
}

void
hs_demo_service_free (HsDemoService *self)
{
  g_free (self->title);
  g_free (self->duration_unit);
  g_free (self->form_id);
  g_free (self);
}

char *
hs_demo_service_dup_time (const HsDemoService *self)
{
  static const char *const units[][2] = { { "working-day", "ngày làm việc" },
                                          { "day", "ngày" },
                                          { "hour", "giờ làm việc" },
                                          { "month", "tháng" } };

  for (guint i = 0; self->duration > 0 && i < G_N_ELEMENTS (units); i++)
    if (g_strcmp0 (self->duration_unit, units[i][0]) == 0)
      return g_strdup_printf ("%d %s", self->duration, units[i][1]);
  return g_strdup ("theo quy định của thủ tục");
}

gint64
hs_demo_service_due_us (HsDemo *demo, const HsDemoService *self, gint64 received_us)
{
  g_autoptr (GError) error = NULL;
  HsDate from, due;
  int days = 0;

  if (self->duration <= 0 || demo->calendar == NULL)
    return 0;
  if (!hs_calendar_day_of_receipt (demo->calendar, received_us, &from, &error))
    {
      g_info ("no due date: %s", error->message);
      return 0;
    }
  if (g_strcmp0 (self->duration_unit, "day") == 0)
    due = hs_date_from_days (hs_date_to_days (&from) + self->duration);
  else if (g_strcmp0 (self->duration_unit, "month") == 0)
    due = hs_date_add_months (&from, self->duration);
  else
    {
      days =
        g_strcmp0 (self->duration_unit, "hour") == 0 ? (self->duration + 7) / 8 : self->duration;
      if (!hs_calendar_add_working_days (demo->calendar, &from, days, &due, &error))
        {
          g_info ("no due date: %s", error->message);
          return 0;
        }
    }
  return hs_date_to_days (&due) * DAY_US + END_OF_OFFICE_US;
}

char *
hs_demo_evidence_dup_name (HsDemo *demo, const char *code, const char *evidence,
                           const char *fallback)
{
  g_autoptr (HsProcedure) procedure = NULL;

  if (strcmp (evidence, "answers") == 0)
    return g_strdup ("Dữ liệu tờ khai điện tử");
  if (strcmp (evidence, "declaration") == 0)
    return g_strdup ("Tờ khai theo mẫu");
  procedure = find_procedure (demo, code);
  if (procedure != NULL && hs_procedure_has_details (procedure))
    {
      GPtrArray *list = hs_procedure_get_evidence (procedure);

      for (guint i = 0; i < list->len; i++)
        {
          const HsEvidence *item = g_ptr_array_index (list, i);

          if (strcmp (item->id, evidence) == 0)
            return g_strdup (item->name);
        }
    }
  return g_strdup (fallback);
}

char *
hs_demo_authority_dup_name (HsDemo *demo, const char *unit)
{
  HsUnit *found = hs_units_find (demo->units, unit);

  return found == NULL ? NULL
                       : g_strconcat ("Ủy ban nhân dân ", hs_unit_get_full_name (found), NULL);
}

char *
hs_demo_authority_dup_place (HsDemo *demo, const char *unit)
{
  HsUnit *found = hs_units_find (demo->units, unit);

  return found == NULL ? NULL : g_strdup (hs_unit_get_path (found));
}
