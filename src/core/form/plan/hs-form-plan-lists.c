/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code lists of a package: inside it, or named with their version and shipped beside the forms. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

#include "base/hs-file.h"

#include <string.h>

#define MAX_LIST_BYTES (4 * 1024 * 1024)

static gboolean
read_option (HsFormLint *lint, JsonArray *array, guint i, const char *pointer, HsCodeList *list)
{
  static const char *const known[] = { "code", "label", NULL };
  JsonNode *node = json_array_get_element (array, i);
  g_autofree char *place = g_strdup_printf ("%s/%u", pointer, i);
  const char *code, *label;
  HsFormOption *option;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "an option is an object");
  if (!hs_form_lint_members (lint, json_node_get_object (node), place, known))
    return FALSE;
  code = hs_form_lint_string (lint, json_node_get_object (node), place, "code");
  label =
    code != NULL ? hs_form_lint_string (lint, json_node_get_object (node), place, "label") : NULL;
  if (label == NULL)
    return FALSE;
  if (g_hash_table_contains (list->labels, code))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "the code “%s” is there twice",
                              code);
  option = hs_form_option_new (code, label);
  g_ptr_array_add (list->options, option);
  g_hash_table_insert (list->labels, option->code, option->label);
  return TRUE;
}

static HsCodeList *
list_new (void)
{
  HsCodeList *list = g_new0 (HsCodeList, 1);

  list->options = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_option_free);
  list->labels = g_hash_table_new (g_str_hash, g_str_equal);
  return list;
}

static gboolean
read_options (HsFormLint *lint, JsonArray *array, const char *place, HsCodeList *list)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_option (lint, array, i, place, list))
      return FALSE;
  return TRUE;
}

/* Names of files are made of it. */
static gboolean
is_plain (const char *text)
{
  return *text != '\0' && *text != '.' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") ==
           strlen (text);
}

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  HsWorld *world;  /* (nullable) */
  GPtrArray *kept; /* (nullable) (element-type HsFormList) */
} Reader;

/* (nullable) The list when it says to be that one; found (nullable): the version it is in otherwise. */
static JsonNode *
parse_list (GBytes *bytes, const char *ref, const char *version, char **found)
{
  g_autoptr (JsonNode) node = hs_json_parse_bytes (bytes, HS_JSON_EXACT_NUMBERS, NULL);
  const char *has;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      g_strcmp0 (hs_json_string (json_node_get_object (node), "ref", NULL), ref) != 0)
    return NULL;
  has = hs_json_string (json_node_get_object (node), "version", "");
  if (g_str_equal (has, version))
    return g_steal_pointer (&node);
  g_free (*found);
  *found = g_strdup (has);
  return NULL;
}

/* (nullable) The list of that name and version: <share>/forms/lists/<ref>.json or, for a version that a
 * newer one took over from, <ref>-<version>.json; then the same in <share>/catalog. */
static HsFormList *
find_shipped (HsWorld *world, const char *ref, const char *version, JsonNode **node, char **found)
{
  static const char *const folders[] = { "forms/lists", "catalog" };

  for (guint i = 0; i < G_N_ELEMENTS (folders) * 2; i++)
    {
      g_autofree char *name = i % 2 == 0 ? g_strconcat (ref, ".json", NULL)
                                         : g_strconcat (ref, "-", version, ".json", NULL);
      g_autofree char *relative = g_build_filename (folders[i / 2], name, NULL);
      g_autofree char *path = hs_world_share_path (world, relative);
      g_autoptr (GBytes) bytes = hs_file_load (path, MAX_LIST_BYTES, NULL);

      *node = bytes != NULL ? parse_list (bytes, ref, version, found) : NULL;
      if (*node != NULL)
        return hs_form_list_new (ref, version, bytes);
    }
  return NULL;
}

/* What was kept, then what is installed. */
static HsFormList *
find_list (Reader *r, const char *ref, const char *version, JsonNode **node, char **found)
{
  HsFormList *kept = hs_form_lists_find (r->kept, ref, version);

  if (kept == NULL)
    return r->world != NULL ? find_shipped (r->world, ref, version, node, found) : NULL;
  *node = parse_list (kept->bytes, ref, version, found);
  return *node != NULL ? hs_form_list_new (ref, version, kept->bytes) : NULL;
}

/* (nullable) The folder of shipped lists, when it is not there: then the form is not to blame. */
static char *
missing_folder (Reader *r)
{
  g_autofree char *path = r->world != NULL ? hs_world_share_path (r->world, "forms/lists") : NULL;

  return path != NULL && !g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

static gboolean
fail_absent (Reader *r, const char *place, const char *ref, const char *version, const char *found)
{
  g_autofree char *at = hs_json_pointer_append (place, found != NULL ? "version" : "ref");
  g_autofree char *folder = NULL;

  if (hs_form_lists_find (r->kept, ref, version) != NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, at,
                              "what was kept as version %s of the code list “%s” is something else",
                              version, ref);
  if (found != NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, at,
                              "the code list “%s” is here in version %s, not %s", ref, found,
                              version);
  folder = missing_folder (r);
  if (folder != NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_INSTALLATION, at,
                              "the code list “%s” is not here: there is no folder %s", ref, folder);
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, at,
                            "the code list “%s” is not among the shipped ones", ref);
}

static gboolean
read_named_options (Reader *r, JsonNode *node, const char *place, const char *ref,
                    const char *version, HsCodeList *list)
{
  g_autoptr (GError) error = NULL;
  HsFormLint inside = { NULL, &error };
  JsonArray *options = hs_json_array (json_node_get_object (node), "items");
  g_autofree char *at = NULL;

  if (options != NULL && read_options (&inside, options, "/items", list))
    return TRUE;
  at = hs_json_pointer_append (place, "ref");
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, at,
                            "the code list “%s” %s cannot be read: %s", ref, version,
                            error != NULL ? error->message : "it has no “items”");
}

static gboolean
read_named (Reader *r, JsonObject *object, const char *place, HsCodeList *list)
{
  static const char *const known[] = { "ref", "version", NULL };
  const char *ref = hs_form_lint_string (r->lint, object, place, "ref");
  const char *version =
    ref != NULL ? hs_form_lint_string (r->lint, object, place, "version") : NULL;
  g_autofree char *found = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (HsFormList) named = NULL;

  if (version == NULL || !hs_form_lint_members (r->lint, object, place, known))
    return FALSE;
  if (!is_plain (ref) || !is_plain (version))
    {
      g_autofree char *at = hs_json_pointer_append (place, "ref");

      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, at,
                                "the name and version of a code list have letters, digits, “-”, "
                                "“.” and “_”");
    }
  named = find_list (r, ref, version, &node, &found);
  if (named == NULL)
    return fail_absent (r, place, ref, version, found);
  if (!read_named_options (r, node, place, ref, version, list))
    return FALSE;
  if (hs_form_lists_find (r->plan->named, ref, version) == NULL)
    g_ptr_array_add (r->plan->named, g_steal_pointer (&named));
  return TRUE;
}

static gboolean
read_list (Reader *r, const char *name, JsonNode *node)
{
  g_autofree char *place = hs_json_pointer_append ("/codeLists", name);
  HsCodeList *list;

  if (g_str_equal (name, HS_UNITS_LIST))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the name “" HS_UNITS_LIST "” is the administrative units'");
  if (!JSON_NODE_HOLDS_OBJECT (node) &&
      (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a code list is an array of options, or a “ref” and a “version”");
  list = list_new ();
  g_hash_table_insert (r->plan->lists, g_strdup (name), list);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_named (r, json_node_get_object (node), place, list);
  return read_options (r->lint, json_node_get_array (node), place, list);
}

gboolean
hs_form_plan_read_lists (HsFormPlan *self, HsFormLint *lint, HsWorld *world, GPtrArray *kept,
                         JsonObject *root)
{
  Reader reader = { self, lint, world, kept };
  gboolean ok;
  JsonObject *lists = hs_form_lint_maybe_object (lint, root, "", "codeLists", &ok);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (lists == NULL)
    return ok;
  json_object_iter_init_ordered (&iter, lists);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!read_list (&reader, name, node))
      return FALSE;
  return TRUE;
}
