/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a package that are made of components: titles, groups, objects. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

char *
hs_formio_join_path (HsFormioNode *parent, const char *key)
{
  return parent != NULL ? g_strconcat (parent->path, ".", key, NULL) : g_strdup (key);
}

char *
hs_formio_title_of (JsonObject *component)
{
  static const char *const members[] = { "label", "legend", "title", "placeholder", "key", NULL };

  for (guint i = 0; members[i] != NULL; i++)
    {
      char *text = hs_formio_plain_text (hs_json_string (component, members[i], ""));

      if (*text != '\0')
        return text;
      g_free (text);
    }
  return g_strdup ("…");
}

/* What the whole group is called: an empty label stays empty. */
char *
hs_formio_group_title (JsonObject *component)
{
  static const char *const members[] = { "legend", "title", "label", NULL };

  if (hs_json_bool (component, "hideLabel", FALSE))
    return NULL;
  for (guint i = 0; members[i] != NULL; i++)
    {
      char *text = hs_formio_plain_text (hs_json_string (component, members[i], ""));

      if (*text != '\0')
        return text;
      g_free (text);
    }
  return NULL;
}

JsonArray *
hs_formio_add_element (JsonArray *elements, const char *type, const char *label)
{
  JsonObject *element = json_object_new ();
  JsonArray *inner = json_array_new ();

  json_object_set_string_member (element, "type", type);
  if (label != NULL)
    json_object_set_string_member (element, "label", label);
  json_object_set_array_member (element, "elements", inner);
  json_array_add_object_element (elements, element);
  return inner;
}

JsonArray *
hs_formio_add_category (JsonArray *categories, const char *label)
{
  JsonArray *inner = hs_formio_add_element (categories, "Category", label);
  guint n = json_array_get_length (categories);
  g_autofree char *id = g_strdup_printf ("section-%u", n);

  json_object_set_string_member (json_array_get_object_element (categories, n - 1), "i18n", id);
  return inner;
}

JsonObject *
hs_formio_open_object (JsonObject *schema)
{
  JsonObject *properties = json_object_new ();

  json_object_set_string_member (schema, "type", "object");
  json_object_set_boolean_member (schema, "additionalProperties", FALSE);
  json_object_set_object_member (schema, "properties", properties);
  return properties;
}
