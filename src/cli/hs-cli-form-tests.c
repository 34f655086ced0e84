/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests beside a form package: answers in, errors, values and hidden fields out. Run by its author
 * with `hosoctl form check`, and by our own tests. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include <string.h>

void
hs_form_test_report_free (HsFormTestReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->failures);
  g_free (self);
}

static void
fail (HsFormTestReport *report, const char *test, const char *what, const char *detail)
{
  g_ptr_array_add (report->failures, g_strdup_printf ("%s: %s %s", test, what, detail));
}

/* "pointer rule" of each error; warnings are not errors. */
static GHashTable *
actual_errors (HsForm *form)
{
  GHashTable *errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *problems = hs_form_get_problems (form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      if (!hs_form_problem_is_warning (problem))
        g_hash_table_add (errors, g_strconcat (hs_form_problem_get_pointer (problem), " ",
                                               hs_form_problem_get_rule (problem), NULL));
    }
  return errors;
}

static gboolean
has_warning (HsForm *form, const char *key)
{
  GListModel *problems = hs_form_get_problems (form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);
      g_autofree char *this_key = g_strconcat (hs_form_problem_get_pointer (problem), " ",
                                               hs_form_problem_get_rule (problem), NULL);

      if (hs_form_problem_is_warning (problem) && strcmp (this_key, key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The set is exact; a warning may be named too. */
static void
check_errors (HsFormTestReport *report, const char *test, HsForm *form, JsonArray *expected)
{
  g_autoptr (GHashTable) actual = actual_errors (form);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonNode *node = json_array_get_element (expected, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *wanted = NULL;

      if (object == NULL)
        {
          fail (report, test, "expect.errors", "has an item that is no object");
          continue;
        }
      wanted = g_strconcat (hs_json_string (object, "at", ""), " ",
                            hs_json_string (object, "id", ""), NULL);
      if (!g_hash_table_remove (actual, wanted) && !has_warning (form, wanted))
        fail (report, test, "missing error", wanted);
    }
  g_hash_table_iter_init (&iter, actual);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    fail (report, test, "unexpected error", key);
}

static void
check_values (HsFormTestReport *report, const char *test, HsForm *form, JsonObject *expected)
{
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *wanted;

  json_object_iter_init (&iter, expected);
  while (json_object_iter_next (&iter, &pointer, &wanted))
    {
      JsonNode *actual = hs_json_pointer_get (submission, pointer);
      g_autofree char *text = actual != NULL ? hs_json_write (actual) : g_strdup ("nothing");
      g_autofree char *detail = g_strdup_printf ("%s is %s", pointer, text);

      if (actual == NULL ? !JSON_NODE_HOLDS_NULL (wanted) : !hs_json_equal (actual, wanted))
        fail (report, test, "wrong value:", detail);
    }
}

static void
check_hidden (HsFormTestReport *report, const char *test, HsForm *form, JsonArray *expected)
{
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonNode *node = json_array_get_element (expected, i);
      const char *pointer = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      HsFormField *field = pointer != NULL ? hs_form_find_field (form, pointer) : NULL;

      if (field == NULL)
        fail (report, test, "expect.hidden names no field:", pointer != NULL ? pointer : "?");
      else if (hs_form_field_is_relevant (field))
        fail (report, test, "should be hidden:", pointer);
    }
}

static void
run_one (HsFormTestReport *report, HsFormPackage *package, JsonObject *test, HsWorld *world,
         HsUnits *units)
{
  const char *name = hs_json_string (test, "name", "(no name)");
  JsonNode *answers = json_object_get_member (test, "answers");
  JsonObject *expect = hs_json_object (test, "expect");
  g_autoptr (HsForm) form = hs_form_new (package, world, units);
  g_autoptr (GError) error = NULL;

  report->n_run++;
  if (answers == NULL || expect == NULL)
    {
      fail (report, name, "has no", "answers or expect");
      return;
    }
  if (!hs_form_load_draft (form, answers, &error))
    {
      fail (report, name, "answers do not fit:", error->message);
      return;
    }
  if (hs_json_array (expect, "errors") != NULL)
    check_errors (report, name, form, hs_json_array (expect, "errors"));
  if (hs_json_object (expect, "values") != NULL)
    check_values (report, name, form, hs_json_object (expect, "values"));
  if (hs_json_array (expect, "hidden") != NULL)
    check_hidden (report, name, form, hs_json_array (expect, "hidden"));
}

HsFormTestReport *
hs_cli_run_form_tests (HsFormPackage *package, JsonNode *tests, HsWorld *world, HsUnits *units,
                       GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (tests) ? json_node_get_array (tests) : NULL;
  HsFormTestReport *report;

  if (list == NULL)
    {
      g_set_error_literal (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                           "The tests of the form are not a list");
      return NULL;
    }
  report = g_new0 (HsFormTestReport, 1);
  report->failures = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        run_one (report, package, json_node_get_object (node), world, units);
      else
        fail (report, "tests", "item is no object:", "");
    }
  return report;
}
