/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Working days of Vietnamese offices. The days off come from a table, not from an algorithm: the
 * Prime Minister sets the blocks of Tết and of the national day every year (Labour Code 2019,
 * article 112), and the file says of each day whether it was decided or only computed. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-calendar.h"
#include "base/hs-base-error.h"
#include "base/hs-json.h"

#define RECEIPT_HOUR 15 /* received later counts from the next working day: NĐ 23/2015 Đ.7 */
#define RECEIPT_US (RECEIPT_HOUR * (DAY_US / 24))
#define DAY_US (G_TIME_SPAN_DAY) /* microseconds, 64 bits */

struct _HsCalendar
{
  gatomicrefcount ref_count;
  GHashTable *holidays; /* (owned) day since 1970 (GINT_TO_POINTER) -> name (owned) */
  gint64 first;         /* days since 1970: first and last day the table covers */
  gint64 last;
};

static gboolean
bad_table (const char *path, const char *what, GError **error)
{
  g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR, "%s: %s", path, what);
  return FALSE;
}

static gboolean
add_holiday (HsCalendar *self, const char *path, JsonNode *node, guint number, GError **error)
{
  JsonObject *day = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = hs_json_string (day, "name", NULL);
  const char *text = hs_json_string (day, "date", "");
  HsDate date;
  gint64 days;

  if (name != NULL && hs_date_parse_iso (text, &date) && date.day != 0)
    {
      days = hs_date_to_days (&date);
      if (days >= self->first && days <= self->last)
        {
          g_hash_table_insert (self->holidays, GINT_TO_POINTER ((int) days), g_strdup (name));
          return TRUE;
        }
    }
  g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR,
               "%s: /days/%u needs a name and a date within the years of the table", path, number);
  return FALSE;
}

static gboolean
read_table (HsCalendar *self, const char *path, JsonNode *root, GError **error)
{
  JsonObject *table = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  gint64 first = hs_json_int (table, "firstYear", 0), last = hs_json_int (table, "lastYear", 0);
  JsonArray *days = hs_json_array (table, "days");

  if (days == NULL)
    return bad_table (path, "no list of days", error);
  if (first < 1 || last > 9999 || first > last)
    return bad_table (path, "firstYear and lastYear must be years in order", error);
  self->first = hs_date_to_days (&(HsDate){ first, 1, 1 });
  self->last = hs_date_to_days (&(HsDate){ last, 12, 31 });
  for (guint i = 0; i < json_array_get_length (days); i++)
    if (!add_holiday (self, path, json_array_get_element (days, i), i, error))
      return FALSE;
  return TRUE;
}

HsCalendar *
hs_calendar_load (HsWorld *world, GError **error)
{
  g_autofree char *path = hs_world_share_path (world, "catalog/holidays.json");
  g_autoptr (JsonNode) root = hs_json_load (path, HS_JSON_EXACT_NUMBERS, error);
  g_autoptr (HsCalendar) self = NULL;

  if (root == NULL)
    return NULL;
  self = g_new0 (HsCalendar, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->holidays = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return read_table (self, path, root, error) ? g_steal_pointer (&self) : NULL;
}

HsCalendar *
hs_calendar_ref (HsCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hs_calendar_unref (HsCalendar *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->holidays);
  g_free (self);
}

static gboolean
is_working (HsCalendar *self, gint64 day)
{
  int weekday = (int) (((day % 7) + 7 + 3) % 7); /* 0 is Monday: 1970-01-01 was a Thursday */

  return weekday < 5 && !g_hash_table_contains (self->holidays, GINT_TO_POINTER ((int) day));
}

static gboolean
check_covered (HsCalendar *self, gint64 day, GError **error)
{
  g_autofree char *text = NULL;
  HsDate date, first, last;

  if (day >= self->first && day <= self->last)
    return TRUE;
  date = hs_date_from_days (day);
  first = hs_date_from_days (self->first);
  last = hs_date_from_days (self->last);
  text = hs_date_to_iso (&date);
  g_set_error (error, HS_BASE_ERROR, HS_BASE_ERROR_CALENDAR,
               "%s is outside the holiday table, which covers %d to %d", text, first.year,
               last.year);
  return FALSE;
}

gboolean
hs_calendar_is_working_day (HsCalendar *self, const HsDate *date)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return is_working (self, hs_date_to_days (date));
}

const char *
hs_calendar_get_holiday (HsCalendar *self, const HsDate *date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_hash_table_lookup (self->holidays, GINT_TO_POINTER ((int) hs_date_to_days (date)));
}

gboolean
hs_calendar_add_working_days (HsCalendar *self, const HsDate *from, int n, HsDate *result,
                              GError **error)
{
  gint64 day = hs_date_to_days (from);
  int step = n < 0 ? -1 : 1;

  g_return_val_if_fail (self != NULL, FALSE);
  if (!check_covered (self, day, error))
    return FALSE;
  while (n != 0)
    {
      day += step;
      if (!check_covered (self, day, error))
        return FALSE;
      if (is_working (self, day))
        n -= step;
    }
  *result = hs_date_from_days (day);
  return TRUE;
}

gboolean
hs_calendar_count_working_days (HsCalendar *self, const HsDate *from, const HsDate *to, int *n,
                                GError **error)
{
  gint64 a = hs_date_to_days (from), b = hs_date_to_days (to);
  int sign = b < a ? -1 : 1;

  g_return_val_if_fail (self != NULL, FALSE);
  if (!check_covered (self, a, error) || !check_covered (self, b, error))
    return FALSE;
  *n = 0;
  for (gint64 day = MIN (a, b) + 1; day <= MAX (a, b); day++)
    if (is_working (self, day))
      *n += sign;
  return TRUE;
}

gboolean
hs_calendar_day_of_receipt (HsCalendar *self, gint64 received_us, HsDate *result, GError **error)
{
  HsDate date = hs_date_in_vietnam (received_us, NULL, NULL);
  gint64 day = hs_date_to_days (&date);
  gint64 of_day = received_us + 7 * G_TIME_SPAN_HOUR - day * DAY_US;

  g_return_val_if_fail (self != NULL, FALSE);
  if (!check_covered (self, day, error))
    return FALSE;
  if (!is_working (self, day) || of_day > RECEIPT_US)
    return hs_calendar_add_working_days (self, &date, 1, result, error);
  *result = date;
  return TRUE;
}
