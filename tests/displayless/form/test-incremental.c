/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promise of the engine: after any sequence of edits, what is stored equals a run of everything;
 * and undoing all of them gives the start. Random edits over every shipped package, three fixtures and
 * generated packages, compared after EVERY edit. $HOSO_EDITS says how many (3,000 when it is not set),
 * $HOSO_TEST_SEED repeats a run; a failure prints both, the package and what differs. */
#define G_LOG_DOMAIN "hoso"

#include "form-generate.h"

#include <string.h>

#define EDITS_A_ROUND 40
#define MAX_ROWS 6
#define FULL_FORM_LIVES 25 /* comparisons */

typedef struct
{
  FormTest t;
  GRand *rand;
  char *text;   /* (owned) (nullable) of a generated package */
  HsForm *full; /* (owned) (nullable) is given the draft and runs everything */
  guint n_compared;
  GHashTable *seen; /* rule -> how often it was a problem, to tell that the edits reach them */
} Round;

/* Everything but how an answer was typed that can be read. */
static void append_fields (GListModel *fields, GString *text);

static void
append_field (HsFormField *field, GString *text)
{
  JsonNode *value = hs_form_field_get_value (field);
  g_autofree char *json = value != NULL ? hs_json_write (value) : g_strdup ("-");
  GListModel *rows = hs_form_field_get_rows (field);
  const char *error = hs_form_field_get_error (field), *warning = hs_form_field_get_warning (field);

  g_string_append_printf (text, "%s|%s|%d%d%d|%s|%s\n", hs_form_field_get_pointer (field), json,
                          hs_form_field_is_relevant (field), hs_form_field_is_required (field),
                          hs_form_field_is_read_only (field), error != NULL ? error : "",
                          warning != NULL ? warning : "");
  for (guint i = 0; rows != NULL && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "row %s\n", hs_form_row_get_id (row));
      append_fields (hs_form_row_get_fields (row), text);
    }
}

static void
append_fields (GListModel *fields, GString *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);

      append_field (field, text);
    }
}

static char *
see (HsForm *form)
{
  GString *text = g_string_new (NULL);
  GListModel *sections = hs_form_get_sections (form), *problems = hs_form_get_problems (form);
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  g_autofree char *json = hs_json_write (submission);
  guint n_errors;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);

      g_string_append_printf (text, "section %s %u %d\n", hs_form_section_get_id (section),
                              hs_form_section_get_state (section),
                              hs_form_section_is_relevant (section));
      append_fields (hs_form_section_get_fields (section), text);
    }
  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      g_string_append_printf (
        text, "problem %s %s %s %s %d\n", hs_form_problem_get_section (problem),
        hs_form_problem_get_pointer (problem), hs_form_problem_get_rule (problem),
        hs_form_problem_get_message (problem), hs_form_problem_is_warning (problem));
    }
  g_object_get (form, "n-problems", &n_errors, NULL);
  g_string_append_printf (text, "%u errors\n%s\n", n_errors, json);
  return g_string_free (text, FALSE);
}

static void
report (Round *r, const char *after, const char *a, const char *b)
{
  g_auto (GStrv) left = g_strsplit (a, "\n", -1);
  g_auto (GStrv) right = g_strsplit (b, "\n", -1);

  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    if (!g_str_equal (left[i], right[i]))
      g_printerr ("# edited: %s\n# full:   %s\n", left[i], right[i]);
  if (r->text != NULL)
    g_printerr ("# package: %s\n", r->text);
  g_error ("form %s: after %s the form is not what a full run gives",
           hs_form_package_get_id (r->t.package), after);
}

static void
note_problems (Round *r)
{
  GListModel *problems = hs_form_get_problems (r->t.form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);
      const char *rule = g_intern_string (hs_form_problem_get_rule (problem));
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (r->seen, rule));

      g_hash_table_insert (r->seen, (gpointer) rule, GUINT_TO_POINTER (n + 1));
    }
}

static void
tell_seen (GHashTable *seen)
{
  static const char *const keywords[] = { "required", "type",      "minLength",   "maximum",
                                          "anyOf",    "oneOf",     "not",         "contains",
                                          "minItems", "const",     "uniqueItems", "minProperties",
                                          "pattern",  "multipleOf" };
  g_autoptr (GString) text = g_string_new ("problems met:");

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    g_string_append_printf (
      text, " %s %u", keywords[i],
      GPOINTER_TO_UINT (g_hash_table_lookup (seen, g_intern_string (keywords[i]))));
  g_test_message ("%s", text->str);
}

static void
compare (Round *r, const char *after)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (r->t.form);
  g_autofree char *a = see (r->t.form), *b = NULL;
  g_autoptr (GError) error = NULL;

  if (r->n_compared++ % FULL_FORM_LIVES == 0)
    {
      g_clear_object (&r->full);
      r->full = hs_form_new (r->t.package, r->t.world, r->t.units);
    }
  note_problems (r);
  if (!hs_form_load_draft (r->full, draft, &error))
    g_error ("its own draft is refused: %s", error->message);
  b = see (r->full);
  if (!g_str_equal (a, b))
    report (r, after, a, b);
  /* what the form lets through the office must be able to accept, unless the package is at fault; of the
   * shipped ones none is */
  if (r->text == NULL && hs_form_is_valid (r->t.form) &&
      !hs_form_check_submission (r->t.form, &error))
    g_error ("%s", error->message);
}

static void
collect_fields (GListModel *fields, GPtrArray *pointers, GPtrArray *repeats)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      GListModel *rows = hs_form_field_get_rows (field);

      if (rows != NULL)
        g_ptr_array_add (repeats, g_strdup (hs_form_field_get_pointer (field)));
      else if (hs_form_field_get_kind (field) != HS_FIELD_NOTE)
        g_ptr_array_add (pointers, g_strdup (hs_form_field_get_pointer (field)));
      for (guint k = 0; rows != NULL && k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (HsFormRow) row = g_list_model_get_item (rows, k);

          collect_fields (hs_form_row_get_fields (row), pointers, repeats);
        }
    }
}

static void
edit_rows (Round *r, const char *repeat)
{
  guint n =
    g_list_model_get_n_items (hs_form_field_get_rows (hs_form_find_field (r->t.form, repeat)));
  int what = g_rand_int_range (r->rand, 0, 4);

  if (n == 0 || (what < 2 && n < MAX_ROWS))
    hs_form_insert_row (r->t.form, repeat, (guint) g_rand_int_range (r->rand, 0, (gint32) n + 1));
  else if (what == 2)
    hs_form_remove_row (r->t.form, repeat, (guint) g_rand_int_range (r->rand, 0, (gint32) n));
  else
    hs_form_move_row (r->t.form, repeat, (guint) g_rand_int_range (r->rand, 0, (gint32) n),
                      (guint) g_rand_int_range (r->rand, 0, (gint32) n));
}

/* Returns what it did. */
static char *
edit_once (Round *r)
{
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) repeats = g_ptr_array_new_with_free_func (g_free);
  GListModel *sections = hs_form_get_sections (r->t.form);
  g_autofree char *text = NULL;
  const char *pointer;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);

      collect_fields (hs_form_section_get_fields (section), pointers, repeats);
    }
  if (repeats->len > 0 && (pointers->len == 0 || g_rand_int_range (r->rand, 0, 4) == 0))
    {
      pointer = repeats->pdata[g_rand_int_range (r->rand, 0, (gint32) repeats->len)];
      edit_rows (r, pointer);
      return g_strconcat ("rows of ", pointer, NULL);
    }
  pointer = pointers->pdata[g_rand_int_range (r->rand, 0, (gint32) pointers->len)];
  text = form_generate_text (r->rand, hs_form_find_field (r->t.form, pointer));
  hs_form_set_text (r->t.form, pointer, text);
  return g_strconcat (pointer, " = ", text, NULL);
}

static char *
act (Round *r)
{
  guint n;

  /* a day may pass, so that rules read another today */
  hs_test_world_advance (r->t.world,
                         (g_rand_int_range (r->rand, 0, 60) == 0 ? 86400 : 2) * G_USEC_PER_SEC);
  switch (g_rand_int_range (r->rand, 0, 14))
    {
    case 0:
      hs_form_undo (r->t.form);
      return g_strdup ("undo");
    case 1:
      hs_form_redo (r->t.form);
      return g_strdup ("redo");
    case 2:
      n = (guint) g_rand_int_range (r->rand, 0, 5);
      hs_form_begin_edit (r->t.form);
      for (guint i = 0; i < n; i++)
        g_free (edit_once (r));
      hs_form_end_edit (r->t.form);
      return g_strdup_printf ("a group of %u", n);
    default:
      return edit_once (r);
    }
}

/* A settled form without listeners notices a new day at its next edit; so does the other. */
static void
run_round (Round *r, guint n_edits)
{
  g_autofree char *start = NULL, *end = NULL, *undone = NULL, *redone = NULL;
  gint64 begun = r->t.world->now_us (r->t.world->clock_data);

  start = form_test_snapshot (r->t.form);
  for (guint i = 0; i < n_edits; i++)
    {
      g_autofree char *after = act (r);

      /* the day is read by an edit; nothing else may pass between the two forms */
      hs_form_begin_edit (r->t.form);
      hs_form_end_edit (r->t.form);
      compare (r, after);
    }
  while (hs_form_can_redo (r->t.form))
    hs_form_redo (r->t.form);
  end = form_test_snapshot (r->t.form);
  while (hs_form_can_undo (r->t.form))
    hs_form_undo (r->t.form);
  compare (r, "undoing everything");
  undone = form_test_snapshot (r->t.form);
  while (hs_form_can_redo (r->t.form))
    hs_form_redo (r->t.form);
  redone = form_test_snapshot (r->t.form);
  g_assert_cmpstr (redone, ==, end);
  /* another day gives other ages and warnings */
  if (r->t.world->now_us (r->t.world->clock_data) - begun < 1000 * G_USEC_PER_SEC)
    g_assert_cmpstr (undone, ==, start);
}

static void
set_up_generated (Round *r)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  r->t.world = hs_test_world_new ();
  do
    {
      g_clear_error (&error);
      g_clear_pointer (&bytes, g_bytes_unref);
      g_free (r->text);
      r->text = form_generate (r->rand);
      bytes = g_bytes_new (r->text, strlen (r->text));
      r->t.package = hs_form_package_load (bytes, &error);
      if (r->t.package == NULL && !g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_CYCLE))
        g_error ("%s\n%s", error->message, r->text);
    }
  while (r->t.package == NULL);
  r->t.form = hs_form_new (r->t.package, r->t.world, NULL);
}

static void
tear_down (Round *r)
{
  g_clear_object (&r->full);
  if (r->text == NULL)
    {
      form_test_tear_down (&r->t);
      return;
    }
  g_assert_finalize_object (r->t.form);
  g_assert_finalize_object (r->t.package);
  hs_test_world_free (r->t.world);
  g_clear_pointer (&r->text, g_free);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Ids of the shipped packages, and three fixtures. */
static GPtrArray *
list_packages (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".tests.json"))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (".json")));
  g_ptr_array_sort (ids, compare_names);
  g_ptr_array_add (ids, g_strdup ("ho-gia-dinh"));
  g_ptr_array_add (ids, g_strdup ("hoa-don"));
  g_ptr_array_add (ids, g_strdup ("rang-buoc"));
  return ids;
}

static void
test_edits (void)
{
  const char *given = g_getenv ("HOSO_EDITS");
  guint64 wanted = given != NULL ? g_ascii_strtoull (given, NULL, 10) : 3000;
  guint32 seed = form_test_seed ();
  g_autoptr (GPtrArray) ids = list_packages ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint64 done = 0;

  for (guint number = 0; done < wanted; number++)
    {
      Round r = { .rand = g_rand_new_with_seed (seed + number), .seen = seen };

      if (number % 2 == 0)
        form_test_set_up (&r.t, ids->pdata[number / 2 % ids->len]);
      else
        set_up_generated (&r);
      g_test_message ("round %u: %s, HOSO_TEST_SEED=%u", number,
                      hs_form_package_get_id (r.t.package), seed + number);
      run_round (&r, EDITS_A_ROUND);
      done += EDITS_A_ROUND;
      tear_down (&r);
      g_rand_free (r.rand);
    }
  tell_seen (seen);
  g_test_message ("%" G_GUINT64_FORMAT " edits, each equal to a full run", done);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/incremental/random", test_edits);
  return g_test_run ();
}
