/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the form page keeps a person waiting while typing: bench-typing PACKAGE DRAFT FIELD [check]. Measures every
 * frame (layout, drawing) and every turn of the main loop (a key, what follows from it) in microseconds,
 * and prints one line: field, keys, frames' median, 99th percentile and longest, turns' longest. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-page.h"

#include "base/hs-json.h"
#include "hs-test.h"

#include <stdlib.h>

#define N_KEYS 120
#define MAX_SAMPLES 20000

typedef struct
{
  guint n;
  gint64 times[MAX_SAMPLES]; /* microseconds */
} Samples;

static Samples frames, turns;
static gint64 frame_start, turn_start;
static gboolean measuring;

static void
add (Samples *samples, gint64 time)
{
  if (measuring && samples->n < MAX_SAMPLES)
    samples->times[samples->n++] = time;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
at (Samples *samples, guint percent)
{
  if (samples->n == 0)
    return 0;
  qsort (samples->times, samples->n, sizeof *samples->times, compare);
  return (double) samples->times[(samples->n - 1) * percent / 100] / 1000;
}

/* What the loop does between two waits is what a key has to wait for. */
static gint
poll_cb (GPollFD *fds, guint n, gint timeout)
{
  gint ready;

  if (turn_start != 0)
    add (&turns, g_get_monotonic_time () - turn_start);
  ready = g_poll (fds, n, timeout);
  turn_start = g_get_monotonic_time ();
  return ready;
}

static void
frame_begins_cb (GdkFrameClock *clock, gpointer data)
{
  frame_start = g_get_monotonic_time ();
}

static void
frame_ends_cb (GdkFrameClock *clock, gpointer data)
{
  add (&frames, g_get_monotonic_time () - frame_start);
}

typedef struct
{
  GtkWidget *window;
  guint left;
  guint wait; /* frames before the first key */
} Typist;

static void
type_key (Typist *typist)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (typist->window));
  static const char keys[] = "nguyenvanan";
  char key[] = { keys[typist->left % (sizeof keys - 1)], '\0' };

  if (focus == NULL)
    g_error ("nothing has the focus");
  if (typist->left % 12 == 11 && GTK_IS_TEXT (focus)) /* a person also takes back */
    g_signal_emit_by_name (focus, "backspace");
  else if (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus))
    g_signal_emit_by_name (focus, "insert-at-cursor", key);
  else
    g_error ("the focus is on a %s", G_OBJECT_TYPE_NAME (focus));
}

static gboolean
key_cb (gpointer data)
{
  Typist *typist = data;

  if (typist->wait > 0)
    {
      typist->wait--;
      return G_SOURCE_CONTINUE;
    }
  measuring = TRUE;
  type_key (typist);
  return --typist->left > 0;
}

static void
run_for (Typist *typist, guint wait, guint keys)
{
  typist->left = keys;
  typist->wait = wait;
  g_timeout_add (25, key_cb, typist);
  while (typist->left > 0)
    g_main_context_iteration (NULL, TRUE);
  measuring = FALSE;
}

static GtkWidget *
new_page (HsWorld *world, HsUnits *units, const char *package_path, const char *draft_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = hs_form_package_load_file (package_path, &error);
  g_autoptr (JsonNode) draft = NULL;
  g_autoptr (HsForm) form = NULL;

  if (package == NULL)
    g_error ("%s", error->message);
  form = hs_form_new (package, world, units);
  draft = hs_json_load (draft_path, HS_JSON_EXACT_NUMBERS, &error);
  if (draft == NULL || !hs_form_load_draft (form, draft, &error))
    g_error ("%s", error->message);
  return hs_form_page_new (form, units);
}

int
main (int argc, char *argv[])
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HsUnits) units = NULL;
  Typist typist = { NULL, 0, 0 };
  GtkWidget *page;
  const char *field;
  gint64 start;

  if (argc < 4)
    g_error ("bench-typing PACKAGE DRAFT FIELD [check]");
  field = argv[3];
  gtk_init ();
  adw_init ();
  units = hs_units_load (world, &error);
  if (units == NULL)
    g_error ("%s", error->message);
  start = g_get_monotonic_time ();
  page = new_page (world, units, argv[1], argv[2]);
  typist.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (typist.window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (typist.window), page);
  gtk_window_present (GTK_WINDOW (typist.window));
  while (!gtk_widget_get_mapped (page))
    g_main_context_iteration (NULL, TRUE);
  g_print ("# opened in %.0f ms\n", (double) (g_get_monotonic_time () - start) / 1000);
  g_signal_connect (gtk_widget_get_frame_clock (page), "before-paint", G_CALLBACK (frame_begins_cb),
                    NULL);
  g_signal_connect_after (gtk_widget_get_frame_clock (page), "after-paint",
                          G_CALLBACK (frame_ends_cb), NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  if (!hs_form_page_show_field (HS_FORM_PAGE (page), field))
    g_error ("no field %s", field);
  if (argc > 4)
    {
      hs_form_page_check (HS_FORM_PAGE (page));
      hs_form_page_show_field (HS_FORM_PAGE (page), field);
    }
  run_for (&typist, 40, N_KEYS);
  g_print ("%-24s %4u keys  frames: median %5.2f  p99 %5.2f  longest %5.2f ms  turns: p99 %5.2f  "
           "longest %5.2f ms\n",
           field, N_KEYS, at (&frames, 50), at (&frames, 99), at (&frames, 100), at (&turns, 99),
           at (&turns, 100));
  gtk_window_destroy (GTK_WINDOW (typist.window));
  return MAX (at (&frames, 100), at (&turns, 100)) <= 16 ? 0 : 1;
}
