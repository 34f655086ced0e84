/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of the household: sealed records, and the list of them. What is in the list is on disk. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-household-private.h"

#include "base/hs-worker.h"

#include <string.h>

#define MAX_PEOPLE 100
#define MIN_ID 8 /* characters of an id that is looked up by its beginning */

struct _HsHousehold
{
  GObject parent_instance;
  HsStore *store;        /* (owned) */
  HsWorld *world;        /* (owned) */
  GPtrArray *people;     /* (owned) (element-type HsPerson) by rank */
  GPtrArray *unreadable; /* (owned) (element-type utf8) ended by NULL */
  HsWorker *worker;      /* (owned) (nullable) writes off the main thread */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HsHousehold, hs_household, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_PERSON;
}

static guint
get_n_items (GListModel *model)
{
  return HS_HOUSEHOLD (model)->people->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HsHousehold *self = HS_HOUSEHOLD (model);

  return position < self->people->len ? g_object_ref (self->people->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
hs_household_dispose (GObject *object)
{
  HsHousehold *self = HS_HOUSEHOLD (object);

  if (self->worker != NULL)
    hs_worker_shut_down (self->worker);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hs_household_parent_class)->dispose (object);
}

static void
hs_household_finalize (GObject *object)
{
  HsHousehold *self = HS_HOUSEHOLD (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->world, hs_world_unref);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->unreadable);
  G_OBJECT_CLASS (hs_household_parent_class)->finalize (object);
}

static void
hs_household_class_init (HsHouseholdClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_household_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_household_finalize;
}

static void
hs_household_init (HsHousehold *self)
{
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  self->unreadable = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->unreadable, NULL);
}

/* The list. */

static guint
index_of (HsHousehold *self, const char *id)
{
  for (guint i = 0; i < self->people->len; i++)
    if (strcmp (hs_person_get_id (self->people->pdata[i]), id) == 0)
      return i;
  return self->people->len;
}

static void
show_put (HsHousehold *self, HsPerson *person)
{
  guint at = index_of (self, hs_person_get_id (person));

  if (at < self->people->len)
    {
      g_object_unref (self->people->pdata[at]);
      self->people->pdata[at] = g_object_ref (person);
      g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 1);
      return;
    }
  for (at = 0; at < self->people->len; at++)
    if (hs_household_compare (&self->people->pdata[at], &person) > 0)
      break;
  g_ptr_array_insert (self->people, (int) at, g_object_ref (person));
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static void
show_change (HsHousehold *self, HsHouseholdChange *change)
{
  for (guint i = 0; i < change->put->len; i++)
    show_put (self, change->put->pdata[i]);
  if (change->remove != NULL)
    {
      guint at = index_of (self, change->remove);

      if (at >= self->people->len)
        return;
      g_ptr_array_remove_index (self->people, at);
      g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
    }
}

/* After all that are there, however the clock stands. */
static gint64
next_rank (HsHousehold *self)
{
  gint64 rank = hs_world_now_us (self->world);

  for (guint i = 0; i < self->people->len; i++)
    rank = MAX (rank, hs_person_get_rank (self->people->pdata[i]) + 1);
  return rank;
}

static HsPerson *
give_place (HsHousehold *self, HsPerson *person)
{
  g_autofree char *new_id = NULL;
  const char *id = hs_person_get_id (person);
  gint64 rank = hs_person_get_rank (person);
  HsPerson *known = id != NULL ? hs_household_find (self, id) : NULL;

  if (id == NULL)
    id = new_id = hs_world_uuid (self->world);
  if (known != NULL)
    rank = hs_person_get_rank (known);
  else if (rank == 0)
    rank = next_rank (self);
  return hs_person_with_place (person, id, rank);
}

/* Only one is the citizen: who was it before becomes another. */
static void
add_former_self (HsHousehold *self, HsPerson *person, GPtrArray *put)
{
  if (g_strcmp0 (hs_person_get_relation (person), "self") != 0)
    return;
  for (guint i = 0; i < self->people->len; i++)
    {
      HsPerson *other = self->people->pdata[i];
      g_autoptr (JsonObject) changes = NULL;

      if (strcmp (hs_person_get_id (other), hs_person_get_id (person)) == 0 ||
          g_strcmp0 (hs_person_get_relation (other), "self") != 0)
        continue;
      changes = json_object_new ();
      json_object_set_string_member (changes, "relation", "other");
      g_ptr_array_add (put, hs_person_change (other, changes, NULL, NULL, NULL));
    }
}

/* (nullable) with error. The first of put is the person. */
static HsHouseholdChange *
plan_put (HsHousehold *self, HsPerson *person, GError **error)
{
  g_autoptr (HsHouseholdChange) change = hs_household_change_new (self->store);
  HsPerson *placed = give_place (self, person);

  g_ptr_array_add (change->put, placed);
  if (self->people->len >= MAX_PEOPLE &&
      index_of (self, hs_person_get_id (placed)) == self->people->len)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON,
                   "the household has %d people already, more cannot be kept", MAX_PEOPLE);
      return NULL;
    }
  add_former_self (self, placed, change->put);
  return g_steal_pointer (&change);
}

static HsHouseholdChange *
plan_remove (HsHousehold *self, const char *id, GError **error)
{
  HsHouseholdChange *change;

  if (index_of (self, id) == self->people->len)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND,
                   "there is no person %s in the household", id);
      return NULL;
    }
  change = hs_household_change_new (self->store);
  change->remove = g_strdup (id);
  return change;
}

HsHousehold *
hs_household_open (HsStore *store, HsWorld *world, GError **error)
{
  g_autoptr (HsHousehold) self = NULL;

  g_return_val_if_fail (HS_IS_STORE (store) && world != NULL, NULL);
  self = g_object_new (HS_TYPE_HOUSEHOLD, NULL);
  self->store = g_object_ref (store);
  self->world = hs_world_ref (world);
  return hs_household_reload (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
same_people (GPtrArray *a, GPtrArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    same = hs_person_equal (a->pdata[i], b->pdata[i]);
  return same;
}

gboolean
hs_household_reload (HsHousehold *self, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) unreadable = NULL;
  guint n_old;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), FALSE);
  people = g_ptr_array_new_with_free_func (g_object_unref);
  unreadable = g_ptr_array_new_with_free_func (g_free);
  if (!hs_household_read (self->store, people, unreadable, error))
    return FALSE;
  g_ptr_array_add (unreadable, NULL);
  g_ptr_array_unref (self->unreadable);
  self->unreadable = g_steal_pointer (&unreadable);
  if (same_people (self->people, people))
    return TRUE;
  n_old = self->people->len;
  g_ptr_array_unref (self->people);
  self->people = g_steal_pointer (&people);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->people->len);
  return TRUE;
}

const char *const *
hs_household_get_unreadable (HsHousehold *self)
{
  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), NULL);
  return (const char *const *) self->unreadable->pdata;
}

HsPerson *
hs_household_find (HsHousehold *self, const char *id)
{
  guint at;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  at = index_of (self, id);
  return at < self->people->len ? self->people->pdata[at] : NULL;
}

typedef enum
{
  LOOK_BEGINNING,
  LOOK_NAME,
  LOOK_FOLDED,
} Look;

static gboolean
is_meant (HsPerson *person, const char *text, const char *folded, Look look)
{
  g_autofree char *name = NULL;

  if (look == LOOK_BEGINNING)
    return strlen (text) >= MIN_ID && g_str_has_prefix (hs_person_get_id (person), text);
  if (look == LOOK_NAME)
    return strcmp (hs_person_get_name (person), text) == 0;
  name = hs_text_fold (hs_person_get_name (person));
  return *folded != '\0' && strcmp (name, folded) == 0;
}

HsPerson *
hs_household_look_up (HsHousehold *self, const char *id_or_name, guint *several)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  HsPerson *found;
  guint n = 0;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);
  text = hs_text_normalize (id_or_name);
  folded = hs_text_fold (text);
  found = hs_household_find (self, text);
  for (Look look = LOOK_BEGINNING; found == NULL && n == 0 && look <= LOOK_FOLDED; look++)
    for (guint i = 0; i < self->people->len; i++)
      if (is_meant (self->people->pdata[i], text, folded, look))
        {
          found = self->people->pdata[i];
          n++;
        }
  if (several != NULL)
    *several = n > 1 ? n : 0;
  return n > 1 ? NULL : found;
}

HsPerson *
hs_household_find_number (HsHousehold *self, const char *number)
{
  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), NULL);
  g_return_val_if_fail (number != NULL, NULL);
  for (guint i = 0; i < self->people->len; i++)
    if (g_strcmp0 (hs_person_get (self->people->pdata[i], "identityNumber"), number) == 0 ||
        g_strcmp0 (hs_person_get (self->people->pdata[i], "oldIdentityNumber"), number) == 0)
      return self->people->pdata[i];
  return NULL;
}

static gboolean
is_same (HsPerson *a, HsPerson *b)
{
  g_autofree char *name = NULL;
  g_autofree char *other = NULL;

  if (hs_person_get (a, "identityNumber") != NULL && hs_person_get (b, "identityNumber") != NULL)
    return FALSE; /* they would have been found by it */
  if (g_strcmp0 (hs_person_get (a, "birthDate"), hs_person_get (b, "birthDate")) != 0)
    return FALSE;
  name = hs_text_fold (hs_person_get_name (a));
  other = hs_text_fold (hs_person_get_name (b));
  return strcmp (name, other) == 0;
}

HsPerson *
hs_household_find_same (HsHousehold *self, HsPerson *person)
{
  const char *number;
  HsPerson *found;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self) && HS_IS_PERSON (person), NULL);
  number = hs_person_get (person, "identityNumber");
  found = number != NULL ? hs_household_find_number (self, number) : NULL;
  for (guint i = 0; found == NULL && i < self->people->len; i++)
    if (is_same (self->people->pdata[i], person))
      found = self->people->pdata[i];
  return found;
}

gboolean
hs_household_put (HsHousehold *self, HsPerson *person, HsPerson **stored, GError **error)
{
  g_autoptr (HsHouseholdChange) change = NULL;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), FALSE);
  g_return_val_if_fail (HS_IS_PERSON (person), FALSE);
  change = plan_put (self, person, error);
  if (change == NULL || !hs_household_write (change, error))
    return FALSE;
  show_change (self, change);
  if (stored != NULL)
    *stored = hs_household_find (self, hs_person_get_id (change->put->pdata[0]));
  return TRUE;
}

gboolean
hs_household_remove (HsHousehold *self, const char *id, GError **error)
{
  g_autoptr (HsHouseholdChange) change = NULL;

  g_return_val_if_fail (HS_IS_HOUSEHOLD (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  change = plan_remove (self, id, error);
  if (change == NULL || !hs_household_write (change, error))
    return FALSE;
  show_change (self, change);
  return TRUE;
}

/* Off the main thread. */

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hs_household_write (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HsHousehold *self = HS_HOUSEHOLD (g_task_get_source_object (task));
  HsHouseholdChange *change = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  show_change (self, change);
  if (change->put->len > 0)
    g_task_return_pointer (task, g_object_ref (change->put->pdata[0]), g_object_unref);
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes change and error (nullable both). What is on its way is not cancelled: it would not be known whether it is
 * written. */
static void
run_change (HsHousehold *self, gpointer tag, HsHouseholdChange *change, GError *error,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) thread = NULL;

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  if (change == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (self->worker == NULL)
    self->worker = hs_worker_new ("household");
  /* without self: the worker must not be the one to let go of it last */
  thread = g_task_new (NULL, NULL, written_cb, task);
  g_task_set_source_tag (thread, tag);
  g_task_set_task_data (thread, change, (GDestroyNotify) hs_household_change_free);
  hs_worker_run (self->worker, thread, write_in_thread);
}

void
hs_household_put_async (HsHousehold *self, HsPerson *person, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  HsHouseholdChange *change;

  g_return_if_fail (HS_IS_HOUSEHOLD (self) && HS_IS_PERSON (person));
  change = plan_put (self, person, &error);
  run_change (self, hs_household_put_async, change, error, cancellable, callback, user_data);
}

HsPerson *
hs_household_put_finish (HsHousehold *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hs_household_remove_async (HsHousehold *self, const char *id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  HsHouseholdChange *change;

  g_return_if_fail (HS_IS_HOUSEHOLD (self) && id != NULL);
  change = plan_remove (self, id, &error);
  run_change (self, hs_household_remove_async, change, error, cancellable, callback, user_data);
}

gboolean
hs_household_remove_finish (HsHousehold *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
