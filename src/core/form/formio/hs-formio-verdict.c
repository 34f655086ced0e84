/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is wrong with the answers of an imported form, in Form.io's words.
 *
 * What counts as right: the form tells one thing a field, the first of missing, impossible, other rules.
 * Form.io runs every rule of every field. Both are the same judgement only when all of ours are listed too: here
 * each relevant field is asked whether it is missing (the model's "required"), unreadable (a value of another
 * type), each keyword of its schema by itself, each part of its joined pattern, its code list, and each check
 * that holds. A field that is hidden has no errors, in both. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"

#include "form/formio/hs-formio-map.h"
#include "form/hs-form-private.h"
#include "form/schema/hs-form-regex.h"

#include <string.h>

typedef struct
{
  const char *rule;
  HsFieldSchema *schema; /* (owned) (nullable) with that keyword only */
  GRegex *regex;         /* (owned) (nullable) */
} Test;

typedef struct
{
  HsForm *form;
  HsFormioMap map;
  GHashTable *tests; /* (owned) entry -> GPtrArray of Test */
  GPtrArray *errors;
} Lister;

static void list_fields (Lister *l, const char *parent, const char *pointer, const char *path);

static void
test_free (Test *test)
{
  g_clear_pointer (&test->schema, hs_field_schema_free);
  g_clear_pointer (&test->regex, g_regex_unref);
  g_free (test);
}

static void
error_free (HsFormioError *error)
{
  g_free (error->path);
  g_free (error);
}

static void
add_error (Lister *l, const char *path, const char *rule)
{
  HsFormioError *error = g_new0 (HsFormioError, 1);

  error->path = g_strdup (path);
  error->rule = rule;
  g_ptr_array_add (l->errors, error);
}

static const struct
{
  const char *keyword, *rule;
} keywords[] = {
  { "const", "required" },
  { "minLength", "minLength" },
  { "maxLength", "maxLength" },
  { "minimum", "min" },
  { "maximum", "max" },
  { "multipleOf", "decimalLimit" },
  { "minItems", "minSelectedCount" },
  { "maxItems", "maxSelectedCount" },
};

static Test *
test_keyword (JsonObject *schema, const char *keyword, const char *rule)
{
  static const char *const shape[] = { "type", "items", "properties", "additionalProperties" };
  g_autoptr (JsonObject) alone = json_object_new ();
  HsFormLint lint = { NULL, NULL };
  Test *test;

  for (guint i = 0; i < G_N_ELEMENTS (shape); i++)
    if (json_object_has_member (schema, shape[i]))
      json_object_set_member (alone, shape[i],
                              json_node_copy (json_object_get_member (schema, shape[i])));
  json_object_set_member (alone, keyword,
                          json_node_copy (json_object_get_member (schema, keyword)));
  test = g_new0 (Test, 1);
  test->rule = rule;
  test->schema = hs_field_schema_compile (&lint, alone, "");
  return test;
}

static const char *
format_rule (HsFormioKind kind)
{
  return kind == HS_FORMIO_DAY ? "day" : kind == HS_FORMIO_DATE ? "date" : "email";
}

static GPtrArray *
make_tests (Lister *l, JsonObject *entry)
{
  GPtrArray *tests = g_ptr_array_new_with_free_func ((GDestroyNotify) test_free);
  JsonObject *schema = hs_formio_map_schema (&l->map, entry);
  JsonArray *patterns = hs_json_array (entry, "patterns");
  HsFormioKind kind = hs_formio_map_kind (entry);

  for (guint i = 0; schema != NULL && i < G_N_ELEMENTS (keywords); i++)
    if (json_object_has_member (schema, keywords[i].keyword))
      g_ptr_array_add (tests, test_keyword (schema, keywords[i].keyword,
                                            kind == HS_FORMIO_ROWS ? "rows" : keywords[i].rule));
  if (schema != NULL && json_object_has_member (schema, "format"))
    g_ptr_array_add (tests, test_keyword (schema, "format", format_rule (kind)));
  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    {
      JsonArray *pair = json_array_get_array_element (patterns, i);
      Test *test = g_new0 (Test, 1);

      test->rule = json_array_get_string_element (pair, 0);
      test->regex = hs_form_regex_compile (json_array_get_string_element (pair, 1), NULL);
      g_ptr_array_add (tests, test);
    }
  return tests;
}

static GPtrArray *
tests_of (Lister *l, JsonObject *entry)
{
  GPtrArray *tests = g_hash_table_lookup (l->tests, entry);

  if (tests == NULL)
    {
      tests = make_tests (l, entry);
      g_hash_table_insert (l->tests, entry, tests);
    }
  return tests;
}

static gboolean
passes (Test *test, JsonNode *value)
{
  HsSchemaVerdict verdict;

  if (test->schema != NULL)
    return hs_field_schema_check (test->schema, value, &verdict);
  return test->regex == NULL || !JSON_NODE_HOLDS_VALUE (value) ||
         json_node_get_value_type (value) != G_TYPE_STRING ||
         hs_form_regex_matches (test->regex, json_node_get_string (value));
}

/* Missing, unreadable. */

static const char *
type_rule (HsFormioKind kind)
{
  switch (kind)
    {
    case HS_FORMIO_NUMBER:
      return "number";
    case HS_FORMIO_DATE:
    case HS_FORMIO_DATE_TIME:
      return "date";
    case HS_FORMIO_DAY:
      return "day";
    case HS_FORMIO_TEXT:
    case HS_FORMIO_YES_NO:
    case HS_FORMIO_CODE:
    case HS_FORMIO_BOXES:
    case HS_FORMIO_CODES:
    case HS_FORMIO_TIME:
    case HS_FORMIO_TAGS:
    case HS_FORMIO_ADDRESS:
    case HS_FORMIO_SURVEY:
    case HS_FORMIO_OBJECT:
    case HS_FORMIO_ROWS:
    case HS_FORMIO_MANY:
    case HS_FORMIO_LAYOUT:
    case HS_FORMIO_NOTE:
    case HS_FORMIO_NO_KIND:
    default:
      return "type";
    }
}

static void
list_missing (Lister *l, JsonObject *entry, const char *path)
{
  JsonArray *rules = hs_json_array (entry, "requiredRules");

  if (rules == NULL)
    add_error (l, path, "required");
  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    add_error (l, path, json_array_get_string_element (rules, i));
}

static gboolean
has_option (JsonArray *options, const char *code)
{
  for (guint i = 0; i < json_array_get_length (options); i++)
    if (g_strcmp0 (hs_json_string (json_array_get_object_element (options, i), "code", NULL),
                   code) == 0)
      return TRUE;
  return FALSE;
}

static void
list_unlisted (Lister *l, JsonObject *entry, const char *path, JsonNode *value)
{
  JsonArray *options = hs_formio_map_options (&l->map, entry);
  JsonArray *codes;

  if (options == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (value))
    {
      if (!has_option (options, json_node_get_string (value)))
        add_error (l, path, "onlyAvailableItems");
      return;
    }
  codes = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (codes); i++)
    if (!has_option (options, json_array_get_string_element (codes, i)))
      add_error (l, path, "onlyAvailableItems");
}

static void
list_checks (Lister *l, HsFormField *field, const char *path)
{
  for (guint i = 0; i < field->def->checks->len; i++)
    {
      HsFormCheck *check =
        l->form->plan->checks->pdata[g_array_index (field->def->checks, guint, i)];
      const char *dot = strrchr (check->id, '.');

      if (field->row->fired[check->local])
        add_error (l, path, dot != NULL ? dot + 1 : check->id);
    }
}

static JsonNode *
rows_value (HsFormField *field)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  guint n = g_list_model_get_n_items (hs_form_field_get_rows (field));

  for (guint i = 0; i < n; i++)
    json_array_add_object_element (array, json_object_new ());
  json_node_take_array (node, array);
  return node;
}

static void
list_alone (Lister *l, JsonObject *entry, HsFormField *field, const char *path)
{
  GListModel *rows = hs_form_field_get_rows (field);
  g_autoptr (JsonNode) value = NULL;
  GPtrArray *tests;

  if (field->unreadable)
    {
      add_error (l, path, type_rule (hs_formio_map_kind (entry)));
      return;
    }
  if (rows != NULL ? g_list_model_get_n_items (rows) == 0 : hs_form_field_get_value (field) == NULL)
    {
      if (hs_form_field_is_required (field))
        list_missing (l, entry, path);
      return;
    }
  value = rows != NULL ? rows_value (field) : json_node_copy (hs_form_field_get_value (field));
  if (rows == NULL)
    list_unlisted (l, entry, path, value);
  tests = tests_of (l, entry);
  for (guint i = 0; i < tests->len; i++)
    if (!passes (tests->pdata[i], value))
      add_error (l, path, ((Test *) tests->pdata[i])->rule);
}

static void
list_rows (Lister *l, JsonObject *entry, HsFormField *field, const char *pointer, const char *path)
{
  GListModel *rows = hs_form_field_get_rows (field);
  guint n = rows != NULL ? g_list_model_get_n_items (rows) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *inner_pointer = g_strdup_printf ("%s/%u", pointer, i);
      /* Form.io tells errors of one of several values at the component */
      g_autofree char *inner_path = hs_formio_map_kind (entry) == HS_FORMIO_MANY
                                      ? g_strdup (path)
                                      : g_strdup_printf ("%s[%u]", path, i);

      list_fields (l, hs_json_string (entry, "pointer", ""), inner_pointer, inner_path);
    }
}

static void
list_field (Lister *l, JsonObject *entry, const char *pointer, const char *path)
{
  HsFormioKind kind = hs_formio_map_kind (entry);
  HsFormField *field;

  if (kind == HS_FORMIO_OBJECT || kind == HS_FORMIO_SURVEY)
    {
      list_fields (l, hs_json_string (entry, "pointer", ""), pointer, path);
      return;
    }
  field = hs_form_find_field (l->form, pointer);
  if (field == NULL || !hs_form_field_is_relevant (field))
    return;
  list_alone (l, entry, field, path);
  list_checks (l, field, path);
  list_rows (l, entry, field, pointer, path);
}

static void
list_fields (Lister *l, const char *parent, const char *pointer, const char *path)
{
  GPtrArray *entries = hs_formio_map_children (&l->map, parent);
  JsonObject *owner = g_hash_table_lookup (l->map.entries, parent);
  HsFormioKind kind = owner != NULL ? hs_formio_map_kind (owner) : HS_FORMIO_OBJECT;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      JsonObject *entry = entries->pdata[i];
      const char *key = hs_json_string (entry, "key", "");
      g_autofree char *inner = hs_json_pointer_append (pointer, hs_json_string (entry, "name", ""));
      g_autofree char *inner_path = NULL;

      /* one value of several is its row; a question has its survey's errors */
      if (kind == HS_FORMIO_MANY || kind == HS_FORMIO_SURVEY)
        inner_path = g_strdup (path);
      else
        inner_path = *path != '\0' ? g_strdup_printf ("%s.%s", path, key) : g_strdup (key);
      list_field (l, entry, inner, inner_path);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const HsFormioError *x = *(HsFormioError *const *) a, *y = *(HsFormioError *const *) b;
  int order = strcmp (x->path, y->path);

  return order != 0 ? order : strcmp (x->rule, y->rule);
}

GPtrArray *
hs_formio_list_errors (HsForm *form, GError **error)
{
  Lister l = { .form = form };

  g_return_val_if_fail (HS_IS_FORM (form), NULL);
  if (!hs_formio_map_init (&l.map, hs_form_get_package (form), error))
    return NULL;
  l.tests = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  l.errors = g_ptr_array_new_with_free_func ((GDestroyNotify) error_free);
  list_fields (&l, "", "", "");
  g_ptr_array_sort (l.errors, compare);
  for (guint i = l.errors->len; i-- > 1;)
    if (compare (&l.errors->pdata[i], &l.errors->pdata[i - 1]) == 0)
      g_ptr_array_remove_index (l.errors, i);
  g_hash_table_unref (l.tests);
  hs_formio_map_clear (&l.map);
  return l.errors;
}
