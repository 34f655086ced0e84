/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records of the household: how a person lies in the store, and one change as one transaction. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-household-private.h"

#include <string.h>

#define KIND "person"
#define OWNER "profile"
#define VERSION 1 /* of the record */

HsHouseholdChange *
hs_household_change_new (HsStore *store)
{
  HsHouseholdChange *change = g_new0 (HsHouseholdChange, 1);

  change->store = g_object_ref (store);
  change->put = g_ptr_array_new_with_free_func (g_object_unref);
  return change;
}

void
hs_household_change_free (HsHouseholdChange *change)
{
  g_clear_object (&change->store);
  g_clear_pointer (&change->put, g_ptr_array_unref);
  g_free (change->remove);
  g_free (change);
}

static JsonNode *
make_record (HsPerson *person)
{
  JsonObject *record = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (record, "version", VERSION);
  json_object_set_int_member (record, "added", hs_person_get_rank (person));
  json_object_set_member (record, "person", hs_person_to_json (person));
  json_node_take_object (node, record);
  return node;
}

static HsPerson *
read_record (JsonNode *node, const char *id, GError **error)
{
  JsonObject *record = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *json = record != NULL ? json_object_get_member (record, "person") : NULL;
  g_autoptr (HsPerson) person = NULL;

  if (record != NULL && hs_json_int (record, "version", 0) > VERSION)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_NEWER,
                   "person %s was written by a newer version of the program", id);
      return NULL;
    }
  if (json == NULL)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED, "person %s has no data", id);
      return NULL;
    }
  /* units may have changed since: a commune that is gone must not cost the person */
  person = hs_person_new (json, NULL, NULL, error);
  return person != NULL ? hs_person_with_place (person, id, hs_json_int (record, "added", 0))
                        : NULL;
}

int
hs_household_compare (gconstpointer a, gconstpointer b)
{
  HsPerson *first = *(HsPerson *const *) a, *second = *(HsPerson *const *) b;
  gint64 x = hs_person_get_rank (first), y = hs_person_get_rank (second);

  if (x != y)
    return x < y ? -1 : 1;
  return strcmp (hs_person_get_id (first), hs_person_get_id (second));
}

gboolean
hs_household_read (HsStore *store, GPtrArray *people, GPtrArray *unreadable, GError **error)
{
  g_auto (GStrv) ids = hs_store_list (store, KIND, OWNER, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (JsonNode) node = hs_store_get (store, KIND, ids[i], &local);
      HsPerson *person = node != NULL ? read_record (node, ids[i], &local) : NULL;

      if (person != NULL)
        g_ptr_array_add (people, person);
      else if (g_error_matches (local, HS_STORE_ERROR, HS_STORE_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      else if (local != NULL)
        g_ptr_array_add (unreadable, g_strdup_printf ("%s: %s", ids[i], local->message));
    }
  g_ptr_array_sort (people, hs_household_compare);
  return TRUE;
}

gboolean
hs_household_write (HsHouseholdChange *change, GError **error)
{
  gboolean good = hs_store_begin (change->store, error);

  if (!good)
    return FALSE;
  for (guint i = 0; good && i < change->put->len; i++)
    {
      HsPerson *person = change->put->pdata[i];
      g_autoptr (JsonNode) record = make_record (person);

      good = hs_store_put (change->store, KIND, hs_person_get_id (person), OWNER,
                           hs_person_get_rank (person), record, error);
    }
  if (good && change->remove != NULL)
    good = hs_store_delete (change->store, KIND, change->remove, error);
  if (!good)
    {
      hs_store_end (change->store, FALSE, NULL); /* the first error is the one to tell */
      return FALSE;
    }
  return hs_store_end (change->store, TRUE, error);
}
