/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complaints about a form package, with the place in its text. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-lint.h"

static void
find_place (HsFormLint *lint, const char *pointer, guint *line, guint *column)
{
  g_autofree char *parent = g_strdup (pointer);

  *line = *column = 1;
  /* what is missing is reported where it should be: at its nearest parent that is there */
  while (lint->index != NULL && !hs_json_index_find (lint->index, parent, line, column))
    {
      char *slash = strrchr (parent, '/');

      if (slash == NULL)
        return;
      *slash = '\0';
    }
}

gboolean
hs_form_lint_fail (HsFormLint *lint, HsFormError code, const char *pointer, const char *format, ...)
{
  g_autofree char *message = NULL;
  guint line, column;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  find_place (lint, pointer, &line, &column);
  g_set_error (lint->error, HS_FORM_ERROR, code, "line %u, column %u: %s (at %s)", line, column,
               message, *pointer != '\0' ? pointer : "/");
  return FALSE;
}

gboolean
hs_form_lint_members (HsFormLint *lint, JsonObject *object, const char *pointer,
                      const char *const *known)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      {
        g_autofree char *place = hs_json_pointer_append (pointer, name);

        return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "unknown keyword “%s”", name);
      }
  return TRUE;
}

/* (nullable) The member if it is there; checks its type. */
static JsonNode *
get_member (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member,
            JsonNodeType type, const char *type_name, gboolean must, gboolean *ok)
{
  JsonNode *node = json_object_get_member (parent, member);
  g_autofree char *place = NULL;

  *ok = TRUE;
  if (node == NULL && !must)
    return NULL;
  if (node != NULL && json_node_get_node_type (node) == type &&
      (type != JSON_NODE_VALUE || json_node_get_value_type (node) == G_TYPE_STRING))
    return node;
  place = hs_json_pointer_append (pointer, member);
  *ok = hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "“%s” must be %s%s", member,
                           type_name, node == NULL ? ", but is not there" : "");
  return NULL;
}

JsonObject *
hs_form_lint_object (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member)
{
  gboolean ok;
  JsonNode *node =
    get_member (lint, parent, pointer, member, JSON_NODE_OBJECT, "an object", TRUE, &ok);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
hs_form_lint_array (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member)
{
  gboolean ok;
  JsonNode *node =
    get_member (lint, parent, pointer, member, JSON_NODE_ARRAY, "an array", TRUE, &ok);

  return node != NULL ? json_node_get_array (node) : NULL;
}

const char *
hs_form_lint_string (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member)
{
  gboolean ok;
  JsonNode *node = get_member (lint, parent, pointer, member, JSON_NODE_VALUE, "a text", TRUE, &ok);

  return node != NULL ? json_node_get_string (node) : NULL;
}

JsonObject *
hs_form_lint_maybe_object (HsFormLint *lint, JsonObject *parent, const char *pointer,
                           const char *member, gboolean *ok)
{
  JsonNode *node =
    get_member (lint, parent, pointer, member, JSON_NODE_OBJECT, "an object", FALSE, ok);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
hs_form_lint_maybe_array (HsFormLint *lint, JsonObject *parent, const char *pointer,
                          const char *member, gboolean *ok)
{
  JsonNode *node =
    get_member (lint, parent, pointer, member, JSON_NODE_ARRAY, "an array", FALSE, ok);

  return node != NULL ? json_node_get_array (node) : NULL;
}

const char *
hs_form_lint_maybe_string (HsFormLint *lint, JsonObject *parent, const char *pointer,
                           const char *member, gboolean *ok)
{
  JsonNode *node = get_member (lint, parent, pointer, member, JSON_NODE_VALUE, "a text", FALSE, ok);

  return node != NULL ? json_node_get_string (node) : NULL;
}
