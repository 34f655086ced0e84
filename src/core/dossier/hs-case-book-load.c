/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in the store becomes the list of a case book, at the start and when another process of the
 * profile changed it. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-case-book-private.h"

HsDossierPlace
hs_case_book_place (HsCaseBook *self)
{
  return (HsDossierPlace){ self->store, self->units, self->disk };
}

static void
note_unreadable (HsCaseBook *self, const char *id, const GError *error)
{
  g_autofree char *prefix = g_strconcat (id, ": ", NULL);
  char *line = g_strconcat (prefix, error->message, NULL);

  for (guint i = 0; i + 1 < self->unreadable->len; i++)
    if (g_str_has_prefix (self->unreadable->pdata[i], prefix))
      {
        g_free (self->unreadable->pdata[i]);
        self->unreadable->pdata[i] = line;
        return;
      }
  g_ptr_array_insert (self->unreadable, self->unreadable->len - 1, line);
}

/* What the journal says was under way. */
static void
queue_again (HsCaseBook *self, HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsJournal) journal = NULL;

  if (!dossier->in_outbox || hs_outbox_find (self->outbox, dossier) != NULL)
    return;
  journal = hs_journal_load (self->store, dossier->id, &error);
  if (journal != NULL)
    hs_outbox_add (self->outbox, dossier, journal);
  else if (error != NULL)
    g_warning ("Dossier %s: %s", dossier->id, error->message);
}

static gint
compare_dossiers (gconstpointer a, gconstpointer b)
{
  const HsDossier *x = *(gpointer *) a;
  const HsDossier *y = *(gpointer *) b;

  if (x->created_us != y->created_us)
    return x->created_us > y->created_us ? -1 : 1;
  return strcmp (x->id, y->id);
}

/* One that cannot be opened does not keep the others away. */
static void
load_one (HsCaseBook *self, const char *id)
{
  const HsDossierPlace place = hs_case_book_place (self);
  g_autoptr (GError) error = NULL;
  HsDossier *dossier = hs_dossier_load (&place, self->catalogue, id, &error);

  if (dossier == NULL)
    note_unreadable (self, id, error);
  else
    g_ptr_array_add (self->dossiers, dossier);
}

gboolean
hs_case_book_load_all (HsCaseBook *self, GError **error)
{
  g_auto (GStrv) ids = hs_store_list (self->store, HS_DOSSIER_KIND, NULL, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    load_one (self, ids[i]);
  g_ptr_array_sort (self->dossiers, compare_dossiers);
  /* what was queued first is sent first */
  for (guint i = self->dossiers->len; i > 0; i--)
    queue_again (self, self->dossiers->pdata[i - 1]);
  return TRUE;
}

/* One dossier more or less. */

void
hs_case_book_insert (HsCaseBook *self, HsDossier *dossier)
{
  guint i = 0;

  while (i < self->dossiers->len && compare_dossiers (&self->dossiers->pdata[i], &dossier) < 0)
    i++;
  g_ptr_array_insert (self->dossiers, i, dossier);
  g_list_model_items_changed (G_LIST_MODEL (self), i, 0, 1);
}

void
hs_case_book_forget (HsCaseBook *self, HsDossier *dossier)
{
  guint position;

  if (!g_ptr_array_find (self->dossiers, dossier, &position))
    return;
  g_ptr_array_remove_index (self->dossiers, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* Other processes. */

static void
remove_gone (HsCaseBook *self, GHashTable *there)
{
  for (guint i = self->dossiers->len; i > 0; i--)
    {
      HsDossier *dossier = self->dossiers->pdata[i - 1];

      if (!g_hash_table_contains (there, dossier->id) && dossier->lock == NULL)
        {
          hs_dossier_mark_saved (dossier, dossier->edit);
          dossier->frozen = TRUE;
          hs_case_book_forget (self, dossier);
        }
    }
}

static void
load_new (HsCaseBook *self, const char *id)
{
  const HsDossierPlace place = hs_case_book_place (self);
  g_autoptr (GError) error = NULL;
  HsDossier *dossier = hs_dossier_load (&place, self->catalogue, id, &error);

  if (dossier == NULL)
    {
      note_unreadable (self, id, error);
      return;
    }
  hs_case_book_insert (self, dossier);
  queue_again (self, dossier);
}

/* Those nobody edits here take over what another process wrote. */
static void
look_again (HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;
  HsProgress *progress;

  if (dossier->lock == NULL && !hs_dossier_reload (dossier, &error))
    {
      g_warning ("Dossier %s: %s", dossier->id, error != NULL ? error->message : "gone");
      return;
    }
  progress = hs_progress_read (dossier->store, dossier->id, &error);
  if (progress != NULL)
    hs_dossier_take_progress (dossier, progress);
  else
    g_warning ("Dossier %s: %s", dossier->id, error->message);
}

void
hs_case_book_catch_up (HsCaseBook *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = hs_store_list (self->store, HS_DOSSIER_KIND, NULL, &error);
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);

  if (ids == NULL)
    {
      g_warning ("Dossiers of other processes: %s", error->message);
      return;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      HsDossier *dossier = hs_case_book_find (self, ids[i]);

      g_hash_table_add (there, ids[i]);
      if (dossier == NULL)
        load_new (self, ids[i]);
      else
        look_again (dossier);
    }
  remove_gone (self, there);
}
