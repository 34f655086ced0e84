/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code lists of a package: inside it, or named with their version and shipped beside the forms. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-plan-private.h"

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

/* (nullable) The list of that name and version: <share>/forms/lists/<ref>.json or, for a version that a
 * newer one took over from, <ref>-<version>.json; then the same in <share>/catalog. */
static JsonNode *
find_list (HsWorld *world, const char *ref, const char *version, char **found_version)
{
  static const char *const folders[] = { "forms/lists", "catalog" };

  for (guint i = 0; i < G_N_ELEMENTS (folders) * 2; i++)
    {
      g_autofree char *name = i % 2 == 0 ? g_strconcat (ref, ".json", NULL)
                                         : g_strconcat (ref, "-", version, ".json", NULL);
      g_autofree char *relative = g_build_filename (folders[i / 2], name, NULL);
      g_autofree char *path = hs_world_share_path (world, relative);
      g_autoptr (GBytes) bytes = hs_file_load (path, MAX_LIST_BYTES, NULL);
      g_autoptr (JsonNode) node =
        bytes != NULL ? hs_json_parse_bytes (bytes, HS_JSON_EXACT_NUMBERS, NULL) : NULL;
      const char *has;

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
          g_strcmp0 (hs_json_string (json_node_get_object (node), "ref", NULL), ref) != 0)
        continue;
      has = hs_json_string (json_node_get_object (node), "version", "");
      if (g_str_equal (has, version))
        return g_steal_pointer (&node);
      g_free (*found_version);
      *found_version = g_strdup (has);
    }
  return NULL;
}

static gboolean
read_shipped (HsFormLint *lint, HsWorld *world, JsonObject *object, const char *place,
              HsCodeList *list)
{
  static const char *const known[] = { "ref", "version", NULL };
  const char *ref = hs_form_lint_string (lint, object, place, "ref");
  const char *version = ref != NULL ? hs_form_lint_string (lint, object, place, "version") : NULL;
  g_autofree char *where = hs_json_pointer_append (place, "ref");
  g_autofree char *version_place = hs_json_pointer_append (place, "version");
  g_autofree char *found = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  HsFormLint inside = { NULL, &error };
  JsonArray *options;

  if (version == NULL || !hs_form_lint_members (lint, object, place, known))
    return FALSE;
  if (!is_plain (ref) || !is_plain (version))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, where,
                              "the name and version of a code list have letters, digits, “-”, “.” "
                              "and “_”");
  node = world != NULL ? find_list (world, ref, version, &found) : NULL;
  if (node == NULL && found != NULL)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, version_place,
                              "the code list “%s” is here in version %s, not %s", ref, found,
                              version);
  if (node == NULL)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, where,
                              "the code list “%s” is not among the shipped ones", ref);
  options = hs_json_array (json_node_get_object (node), "items");
  if (options == NULL || !read_options (&inside, options, "/items", list))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, where,
                              "the code list “%s” %s cannot be read: %s", ref, version,
                              error != NULL ? error->message : "it has no “items”");
  return TRUE;
}

static gboolean
read_list (HsFormPlan *self, HsFormLint *lint, HsWorld *world, const char *name, JsonNode *node)
{
  g_autofree char *place = hs_json_pointer_append ("/codeLists", name);
  HsCodeList *list;

  if (g_str_equal (name, HS_UNITS_LIST))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                              "the name “" HS_UNITS_LIST "” is the administrative units'");
  if (!JSON_NODE_HOLDS_OBJECT (node) &&
      (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                              "a code list is an array of options, or a “ref” and a “version”");
  list = list_new ();
  g_hash_table_insert (self->lists, g_strdup (name), list);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_shipped (lint, world, json_node_get_object (node), place, list);
  return read_options (lint, json_node_get_array (node), place, list);
}

gboolean
hs_form_plan_read_lists (HsFormPlan *self, HsFormLint *lint, HsWorld *world, JsonObject *root)
{
  gboolean ok;
  JsonObject *lists = hs_form_lint_maybe_object (lint, root, "", "codeLists", &ok);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (lists == NULL)
    return ok;
  json_object_iter_init_ordered (&iter, lists);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!read_list (self, lint, world, name, node))
      return FALSE;
  return TRUE;
}
