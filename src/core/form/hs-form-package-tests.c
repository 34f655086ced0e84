/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the tests a form author ships with a package. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-package-tests.h"

#include "base/hs-date.h"
#include "form/hs-form-error.h"

#define DEFAULT_TODAY "2026-11-24"
#define NOON_IN_VIETNAM_US (G_GINT64_CONSTANT (5) * 3600 * G_USEC_PER_SEC)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

typedef struct
{
  HsFormPackage *package;
  HsWorld *world;
  HsUnits *units;
  GHashTable *answers; /* name -> JsonNode: earlier tests' answers */
  HsFormTestReport *report;
} Runner;

typedef struct
{
  gint64 now_us;
} Clock;

static gint64
still_now_us (gpointer data)
{
  return ((Clock *) data)->now_us;
}

static gboolean
refuse (GError **error, guint number, const char *what)
{
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "test %u: %s", number + 1, what);
  return FALSE;
}

/* The answers a test starts from. */
static JsonNode *
make_answers (Runner *r, JsonObject *test, guint number, GError **error)
{
  const char *base = hs_json_string (test, "base", NULL);
  JsonNode *start = base != NULL ? g_hash_table_lookup (r->answers, base)
                                 : json_object_get_member (test, "answers");
  JsonObject *change = hs_json_object (test, "change");
  g_autoptr (JsonNode) answers = NULL;
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *value;

  if (base != NULL && start == NULL)
    {
      refuse (error, number, "its “base” is not an earlier test");
      return NULL;
    }
  if (start != NULL)
    answers = json_node_copy (start);
  else
    {
      answers = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (answers, json_object_new ());
    }
  if (change == NULL)
    return g_steal_pointer (&answers);
  /* json_node_copy() shares objects: what is changed must be its own */
  {
    g_autofree char *text = hs_json_write (answers);

    json_node_unref (answers);
    answers = hs_json_parse (text, -1, HS_JSON_EXACT_NUMBERS, 0, error);
  }
  json_object_iter_init_ordered (&iter, change);
  while (answers != NULL && json_object_iter_next_ordered (&iter, &pointer, &value))
    if (!hs_json_pointer_set (answers, pointer,
                              JSON_NODE_HOLDS_NULL (value) ? NULL : json_node_copy (value)))
      {
        refuse (error, number, "a pointer in “change” leads nowhere");
        return NULL;
      }
  return g_steal_pointer (&answers);
}

static void
differ (GString *problems, const char *format, const char *a, const char *b)
{
  g_string_append (problems, problems->len > 0 ? "; " : "");
  g_string_append_printf (problems, "%s %s%s%s", format, a, *b != '\0' ? " " : "", b);
}

static char *
key_of (const char *pointer, const char *rule)
{
  return g_strconcat (pointer, " ", rule, NULL);
}

static void
check_problems (HsForm *form, JsonObject *expect, const char *member, gboolean warnings,
                GString *problems)
{
  JsonArray *wanted = hs_json_array (expect, member);
  GListModel *list = hs_form_get_problems (form);
  g_autoptr (GHashTable) left = NULL;
  GHashTableIter iter;
  const char *key;

  if (wanted == NULL)
    return;
  left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (wanted); i++)
    {
      JsonNode *node = json_array_get_element (wanted, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (object != NULL)
        g_hash_table_add (
          left, key_of (hs_json_string (object, "at", ""), hs_json_string (object, "id", "")));
    }
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (list, i);
      g_autofree char *got =
        key_of (hs_form_problem_get_pointer (problem), hs_form_problem_get_rule (problem));

      if (!hs_form_problem_is_warning (problem) == !warnings && !g_hash_table_remove (left, got))
        differ (problems, warnings ? "unexpected warning" : "unexpected error", got, "");
    }
  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    differ (problems, warnings ? "no warning" : "no error", key, "");
}

static void
check_values (HsForm *form, JsonObject *expect, GString *problems)
{
  JsonObject *values = hs_json_object (expect, "values");
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *wanted;

  if (values == NULL)
    return;
  json_object_iter_init_ordered (&iter, values);
  while (json_object_iter_next_ordered (&iter, &pointer, &wanted))
    {
      HsFormField *field = hs_form_find_field (form, pointer);
      JsonNode *got = field != NULL ? hs_form_field_get_value (field) : NULL;
      g_autofree char *text = got != NULL ? hs_json_write (got) : g_strdup ("null");

      if (field == NULL)
        differ (problems, "no field", pointer, "");
      else if (got == NULL ? !JSON_NODE_HOLDS_NULL (wanted) : !hs_json_equal (got, wanted))
        differ (problems, "value", pointer, text);
    }
}

static void
check_shown (HsForm *form, JsonObject *expect, const char *member, gboolean shown,
             GString *problems)
{
  JsonArray *pointers = hs_json_array (expect, member);

  for (guint i = 0; pointers != NULL && i < json_array_get_length (pointers); i++)
    {
      JsonNode *node = json_array_get_element (pointers, i);
      const char *pointer = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      HsFormField *field = pointer != NULL ? hs_form_find_field (form, pointer) : NULL;

      if (field == NULL)
        differ (problems, "no field", pointer != NULL ? pointer : "?", "");
      else if (!hs_form_field_is_relevant (field) != !shown)
        differ (problems, shown ? "hidden" : "not hidden", pointer, "");
    }
}

static void
type_texts (HsForm *form, JsonObject *test, GString *problems)
{
  JsonObject *typed = hs_json_object (test, "typed");
  JsonObjectIter iter;
  const char *pointer;

  if (typed == NULL)
    return;
  json_object_iter_init_ordered (&iter, typed);
  while (json_object_iter_next_ordered (&iter, &pointer, NULL))
    if (hs_form_find_field (form, pointer) == NULL)
      differ (problems, "no field", pointer, "");
    else
      hs_form_set_text (form, pointer, hs_json_string (typed, pointer, ""));
}

static void
run_form (Runner *r, JsonObject *test, JsonObject *expect, JsonNode *answers, HsWorld *world,
          const char *name)
{
  g_autoptr (HsForm) form = hs_form_new (r->package, world, r->units);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  guint number = r->report->n_passed + r->report->n_failed + 1;

  if (!hs_form_load_draft (form, answers, &local))
    differ (problems, "answers:", local->message, "");
  else
    {
      type_texts (form, test, problems);
      check_problems (form, expect, "errors", FALSE, problems);
      check_problems (form, expect, "warnings", TRUE, problems);
      check_values (form, expect, problems);
      check_shown (form, expect, "hidden", FALSE, problems);
      check_shown (form, expect, "shown", TRUE, problems);
    }
  if (hs_form_get_rule_error (form) != NULL)
    differ (problems, "a rule could not be computed:", hs_form_get_rule_error (form)->message, "");
  if (problems->len == 0)
    r->report->n_passed++;
  else
    r->report->n_failed++;
  g_ptr_array_add (r->report->lines,
                   problems->len == 0
                     ? g_strdup_printf ("ok %u - %s", number, name)
                     : g_strdup_printf ("not ok %u - %s: %s", number, name, problems->str));
}

static gboolean
run_test (Runner *r, JsonNode *node, guint number, GError **error)
{
  JsonObject *test = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = test != NULL ? hs_json_string (test, "name", NULL) : NULL;
  JsonObject *expect = test != NULL ? hs_json_object (test, "expect") : NULL;
  g_autoptr (HsWorld) world = NULL;
  JsonNode *answers;
  Clock clock;
  HsDate today;

  if (name == NULL || expect == NULL)
    return refuse (error, number, "needs “name” and “expect”");
  if (!hs_date_parse_iso (hs_json_string (test, "today", DEFAULT_TODAY), &today))
    return refuse (error, number, "“today” is not a date");
  answers = make_answers (r, test, number, error);
  if (answers == NULL)
    return FALSE;
  g_hash_table_insert (r->answers, g_strdup (name), answers);
  clock.now_us = hs_date_to_days (&today) * DAY_US + NOON_IN_VIETNAM_US;
  world = hs_world_new (r->world->data_dir, r->world->share_dir, r->world->worker_dir);
  world->now_us = still_now_us;
  world->clock_data = &clock;
  world->monotonic_us = still_now_us;
  run_form (r, test, expect, answers, world, name);
  return TRUE;
}

HsFormTestReport *
hs_form_package_run_tests (HsFormPackage *package, HsWorld *world, HsUnits *units, JsonNode *tests,
                           GError **error)
{
  g_autoptr (GHashTable) answers = NULL;
  g_autoptr (HsFormTestReport) report = NULL;
  Runner r = { package, world, units, NULL, NULL };
  JsonArray *array;

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (package), NULL);
  g_return_val_if_fail (world != NULL && tests != NULL, NULL);
  if (!JSON_NODE_HOLDS_ARRAY (tests))
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "the tests are not an array");
      return NULL;
    }
  answers =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  report = g_new0 (HsFormTestReport, 1);
  report->lines = g_ptr_array_new_with_free_func (g_free);
  r.answers = answers;
  r.report = report;
  array = json_node_get_array (tests);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!run_test (&r, json_array_get_element (array, i), i, error))
      return NULL;
  return g_steal_pointer (&report);
}

void
hs_form_test_report_free (HsFormTestReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self);
}
