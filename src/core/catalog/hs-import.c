/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both kinds of import share: storing a record, noting a refusal, reading kinds of applicants. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-import.h"

#include "base/hs-json.h"
#include "catalog/hs-search-text.h"

#include <string.h>

void
hs_import_refuse (HsImport *self, const char *code, const char *place, const char *reason)
{
  gboolean named = code != NULL && *code != '\0';

  g_ptr_array_add (self->report->refused,
                   g_strdup_printf ("%s%srecord %u%s%s%s: %s", named ? code : "", named ? " (" : "",
                                    self->report->n_read, *place != '\0' ? ", " : "", place,
                                    named ? ")" : "", reason));
}

/* In one file a code may stand for two procedures (the national list has such a pair). */
static char *
choose_key (HsImport *self, const char *code, const char *uuid, const char *title)
{
  g_autofree char *identity = g_strconcat (uuid, "\n", title, NULL);
  const char *first = g_hash_table_lookup (self->seen, code);
  const char *end;

  if (first == NULL)
    {
      g_hash_table_insert (self->seen, g_strdup (code), g_steal_pointer (&identity));
      return g_strdup (code);
    }
  end = strchr (first, '\n');
  if (*uuid == '\0' || strcmp (end + 1, title) == 0 ||
      strncmp (first, identity, (gsize) (end - first) + 1) == 0)
    return g_strdup (code);
  return g_strdup_printf ("%s~%.8s", code, uuid);
}

gboolean
hs_import_put (HsImport *self, HsRecordOrigin origin, JsonObject *record, const char *uuid,
               GError **error)
{
  const char *code = hs_json_string (record, "code", "");
  g_autofree char *key = choose_key (self, code, uuid, hs_json_string (record, "title", ""));
  gboolean is_new;

  if (*hs_json_string (record, "source", "") == '\0')
    {
      g_autofree char *source = g_strdup_printf ("%s", self->file_name);

      json_object_set_string_member (record, "source", source);
    }
  if (!hs_catalog_record_put (self->db, key, origin, record, &is_new, error))
    return FALSE;
  if (is_new)
    self->report->n_new++;
  else
    self->report->n_updated++;
  return TRUE;
}

static void
add_once (JsonArray *array, const char *word)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (strcmp (json_array_get_string_element (array, i), word) == 0)
      return;
  json_array_add_string_element (array, word);
}

JsonArray *
hs_import_audience (const char *const *names)
{
  /* Beginnings of the portal's names. "Tổ chức (không bao gồm doanh nghiệp, HTX)" may come cut at its
   * comma; what then follows says nothing. */
  static const struct
  {
    const char *begins;
    const char *word;
  } kinds[] = {
    { "cong dan", "citizen" },           { "can bo", "citizen" },
    { "dang vien", "citizen" },          { "nguoi viet nam dinh cu", "overseas" },
    { "nguoi nuoc ngoai", "foreigner" }, { "to chuc nuoc ngoai", "foreigner" },
    { "doanh nghiep", "business" },      { "hop tac xa", "business" },
    { "to chuc", "organization" },
  };
  JsonArray *audience = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = hs_search_fold (names[i]);

      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        if (g_str_has_prefix (name, kinds[k].begins))
          {
            add_once (audience, kinds[k].word);
            break;
          }
    }
  return audience;
}
