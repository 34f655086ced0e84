/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-date.h"
#include "base/hs-world.h"

G_BEGIN_DECLS

/* Working days: Monday to Friday less the holidays of data/catalog/holidays.json. Immutable. */
typedef struct _HsCalendar HsCalendar;

HsCalendar *hs_calendar_load (HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsCalendar *hs_calendar_ref (HsCalendar *self);
void hs_calendar_unref (HsCalendar *self);

gboolean hs_calendar_is_working_day (HsCalendar *self, const HsDate *date);
/* (transfer none) (nullable): the holiday's name. */
const char *hs_calendar_get_holiday (HsCalendar *self, const HsDate *date);
/* Day 1 is the first working day after `from`. Errors: HS_BASE_ERROR_CALENDAR past the table. */
gboolean hs_calendar_add_working_days (HsCalendar *self, const HsDate *from, int n, HsDate *result,
                                       GError **error);
/* Working days in (from, to]; negative when to is before from. */
gboolean hs_calendar_count_working_days (HsCalendar *self, const HsDate *from, const HsDate *to,
                                         int *n, GError **error);
/* The day a dossier counts as received: the same working day until 15:00, else the next. */
gboolean
hs_calendar_day_of_receipt (HsCalendar *self, gint64 received_us, HsDate *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsCalendar, hs_calendar_unref)

G_END_DECLS
