/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real scheduler for a hundred thousand virtual clients: no peaks, no storm after an outage. */
#include "dossier/hs-schedule.h"

#include "hs-test.h"

#include <math.h>

#define SECOND G_USEC_PER_SEC
#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY (24 * HOUR)
#define N_CLIENTS 100000

static const struct
{
  HsDossierState state;
  gint64 age;
  gint64 interval;
} intervals[] = {
  { HS_DOSSIER_SUBMITTED, 0, HOUR / 4 },
  { HS_DOSSIER_SUBMITTED, 2 * HOUR - 1, HOUR / 4 },
  { HS_DOSSIER_SUBMITTED, 2 * HOUR, 6 * HOUR },
  { HS_DOSSIER_ACCEPTED, 0, 6 * HOUR },
  { HS_DOSSIER_IN_PROCESS, 30 * DAY, 6 * HOUR },
  { HS_DOSSIER_IN_PROCESS, 30 * DAY + 1, DAY },
  { HS_DOSSIER_SUPPLEMENT, 31 * DAY, DAY },
  { HS_DOSSIER_UNKNOWN, DAY, 6 * HOUR },
  { HS_DOSSIER_RETURNED, 0, 0 },
  { HS_DOSSIER_NOT_ACCEPTED, 0, 0 },
  { HS_DOSSIER_STOPPED, 0, 0 },
  { HS_DOSSIER_DRAFT, 0, 0 },
  { HS_DOSSIER_UNCONFIRMED, 0, 0 },
};

static void
test_intervals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    g_assert_cmpint (hs_schedule_interval_of (intervals[i].state, HS_TEST_NOW_US,
                                              HS_TEST_NOW_US + intervals[i].age),
                     ==, intervals[i].interval);
}

static void
test_portal_may_slow_down (void)
{
  HsWorld *world = hs_test_world_new ();
  HsSchedule schedule = { world, HOUR, 0 };

  for (guint i = 0; i < 1000; i++)
    {
      gint64 own = hs_schedule_after_answer (&schedule, 0);
      gint64 slow = hs_schedule_after_answer (&schedule, 7200);

      g_assert_cmpint (own, >=, HOUR / 2);
      g_assert_cmpint (own, <, HOUR + HOUR / 2);
      g_assert_cmpint (slow, >=, 2 * HOUR);
      g_assert_cmpint (hs_schedule_first (&schedule), <, HOUR / 2);
    }
  hs_test_world_free (world);
}

/* Everybody starts within one second; counts calls in each second of `seconds`. outage: from/to seconds
 * in which every call fails. */
static guint *
simulate (HsWorld *world, gint64 interval, guint seconds, guint fail_from, guint fail_to)
{
  guint *calls = g_new0 (guint, seconds);

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      HsSchedule schedule = { world, interval, 0 };
      gint64 at = hs_schedule_first (&schedule);

      while (at / SECOND < seconds)
        {
          guint second = at / SECOND;

          calls[second]++;
          at += second >= fail_from && second < fail_to ? hs_schedule_after_error (&schedule, 0)
                                                        : hs_schedule_after_answer (&schedule, 0);
        }
    }
  return calls;
}

static guint
peak_of (const guint *calls, guint from, guint to)
{
  guint peak = 0;

  for (guint i = from; i < to; i++)
    peak = MAX (peak, calls[i]);
  return peak;
}

static void
test_no_peaks (void)
{
  HsWorld *world = hs_test_world_new ();
  const guint seconds = 24 * 3600;
  g_autofree guint *calls = simulate (world, 6 * HOUR, seconds, 0, 0);
  /* the first questions are spread over 30 minutes; from then on the chance of each turn spreads more */
  double first = N_CLIENTS / 1800.0;

  g_assert_cmpfloat (peak_of (calls, 0, seconds), <=, 1.5 * first + 5 * sqrt (first));
  hs_test_world_free (world);
}

static void
test_steady_rate (void)
{
  HsWorld *world = hs_test_world_new ();
  const guint seconds = 3 * 3600;
  g_autofree guint *calls = simulate (world, HOUR / 4, seconds, 0, 0);
  double rate = N_CLIENTS / 900.0;

  /* after two turns nothing is left of everybody having started at once */
  g_assert_cmpfloat (peak_of (calls, 1800, seconds), <=, 1.5 * rate + 5 * sqrt (rate));
  hs_test_world_free (world);
}

static void
test_outage (void)
{
  HsWorld *world = hs_test_world_new ();
  const guint seconds = 4 * 3600;
  g_autofree guint *calls = simulate (world, HOUR / 4, seconds, 3600, 4200);
  double rate = N_CLIENTS / 900.0;
  guint64 during = 0;

  for (guint i = 3600; i < 4200; i++)
    during += calls[i];
  /* bounded questions a client while nobody answers; when it comes back, one in a hundred of them at most
   * in the worst second (with fixed waits of 5 s it would be one in five), and calm soon after */
  g_assert_cmpuint (during, <, 12 * N_CLIENTS);
  g_assert_cmpuint (peak_of (calls, 4200, seconds), <, N_CLIENTS / 100);
  g_assert_cmpfloat (peak_of (calls, 4200 + 3600, seconds), <=, 1.5 * rate + 5 * sqrt (rate));
  hs_test_world_free (world);
}

static void
test_retry_after (void)
{
  HsWorld *world = hs_test_world_new ();
  HsSchedule schedule = { world, HOUR, 0 };

  for (guint i = 0; i < 1000; i++)
    {
      gint64 wait = hs_schedule_after_error (&schedule, 120);

      g_assert_cmpint (wait, >=, 120 * SECOND);
      g_assert_cmpint (wait, <=, 240 * (gint64) SECOND);
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dossier/schedule/intervals", test_intervals);
  g_test_add_func ("/dossier/schedule/portal-may-slow-down", test_portal_may_slow_down);
  g_test_add_func ("/dossier/schedule/no-peaks", test_no_peaks);
  g_test_add_func ("/dossier/schedule/steady-rate", test_steady_rate);
  g_test_add_func ("/dossier/schedule/outage", test_outage);
  g_test_add_func ("/dossier/schedule/retry-after", test_retry_after);
  return g_test_run ();
}
