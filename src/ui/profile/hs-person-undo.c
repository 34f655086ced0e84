/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with people at one click, each with its way back. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-person-undo.h"

#include "app/hs-feedback.h"
#include "form/profile/hs-identity-card.h"

#include <glib/gi18n.h>

/* A change of the household and what was before. */
typedef struct
{
  GtkWidget *window;      /* (owned) where errors are shown */
  HsHousehold *household; /* (owned) */
  HsPerson *before;       /* (owned) (nullable) NULL: there was nobody */
  char *id;               /* (owned) (nullable) whom it was about, once known */
  char *name;             /* (owned) */
} Change;

static Change *
change_new (GtkWidget *widget, HsHousehold *household, HsPerson *before, const char *name)
{
  Change *change = g_new0 (Change, 1);

  change->window = g_object_ref (GTK_WIDGET (gtk_widget_get_root (widget)));
  change->household = g_object_ref (household);
  change->before = before != NULL ? g_object_ref (before) : NULL;
  change->id = before != NULL ? g_strdup (hs_person_get_id (before)) : NULL;
  change->name = g_strdup (name);
  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->window);
  g_object_unref (change->household);
  g_clear_object (&change->before);
  g_free (change->id);
  g_free (change->name);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

/* Back to what was before. */
static void
undo_change (gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;

  if (change->before != NULL)
    hs_household_put (change->household, change->before, NULL, &error);
  else
    hs_household_remove (change->household, change->id, &error);
  if (error != NULL)
    hs_app_show_error (change->window, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!hs_household_remove_finish (HS_HOUSEHOLD (source), result, &error))
    {
      hs_app_show_error (change->window, error);
      return;
    }
  text = g_strdup_printf (_ ("%s was removed from the family"), change->name);
  hs_app_toast_undo (change->window, text, undo_change, change, change_free);
  g_steal_pointer (&change);
}

void
hs_person_remove (GtkWidget *widget, HsHousehold *household, HsPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && HS_IS_HOUSEHOLD (household));
  g_return_if_fail (HS_IS_PERSON (person) && hs_person_get_id (person) != NULL);
  hs_household_remove_async (household, hs_person_get_id (person), NULL, removed_cb,
                             change_new (widget, household, person, hs_person_get_name (person)));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) person = hs_household_put_finish (HS_HOUSEHOLD (source), result, &error);
  g_autofree char *text = NULL;

  if (person == NULL)
    {
      hs_app_show_error (change->window, error);
      return;
    }
  text = g_strdup_printf (change->before != NULL ? _ ("The data of %s were brought up to date")
                                                 : _ ("%s was added to the family"),
                          hs_person_get_name (person));
  g_free (change->id);
  change->id = g_strdup (hs_person_get_id (person));
  hs_app_toast_undo (change->window, text, undo_change, change, change_free);
  g_steal_pointer (&change);
}

void
hs_person_keep (GtkWidget *widget, HsHousehold *household, HsPerson *person)
{
  HsPerson *known;
  g_autoptr (HsPerson) merged = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && HS_IS_HOUSEHOLD (household) && HS_IS_PERSON (person));
  known = hs_household_find_same (household, person);
  if (known != NULL)
    {
      merged = hs_identity_card_merge (known, person, &error);
      if (merged == NULL)
        {
          hs_app_show_error (widget, error);
          return;
        }
    }
  hs_household_put_async (household, merged != NULL ? merged : person, NULL, kept_cb,
                          change_new (widget, household, known, hs_person_get_name (person)));
}

/* Filling. */

typedef struct
{
  GtkWidget *window; /* (owned) */
  HsForm *form;      /* (owned) */
  gulong handler;    /* on the form's "changed" */
  gboolean stale;    /* something else was changed since */
} Filling;

static void
changed_since_cb (Filling *filling)
{
  filling->stale = TRUE;
}

static void
filling_free (gpointer data)
{
  Filling *filling = data;

  g_signal_handler_disconnect (filling->form, filling->handler);
  g_object_unref (filling->form);
  g_object_unref (filling->window);
  g_free (filling);
}

static void
undo_filling (gpointer data)
{
  Filling *filling = data;

  if (!filling->stale)
    hs_form_undo (filling->form);
  else
    hs_app_toast (filling->window,
                  _ ("You have changed answers since. Use “Undo” of the declaration."));
}

void
hs_person_fill (GtkWidget *widget, HsForm *form, const char *role, HsFormRow *row, HsPerson *person,
                HsFormOriginKind kind)
{
  guint n;
  Filling *filling;
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && HS_IS_FORM (form) && HS_IS_PERSON (person));
  n = hs_form_fill_person (form, role, row, person, kind);
  if (n == 0)
    {
      text = g_strdup_printf (_ ("There is nothing new to fill in from %s"),
                              hs_person_get_name (person));
      hs_app_toast (widget, text);
      return;
    }
  filling = g_new0 (Filling, 1);
  filling->window = g_object_ref (GTK_WIDGET (gtk_widget_get_root (widget)));
  filling->form = g_object_ref (form);
  filling->handler =
    g_signal_connect_swapped (form, "changed", G_CALLBACK (changed_since_cb), filling);
  text = g_strdup_printf (
    ngettext ("%u answer was filled in from %s", "%u answers were filled in from %s", n), n,
    hs_person_get_name (person));
  hs_app_toast_undo (widget, text, undo_filling, filling, filling_free);
}
