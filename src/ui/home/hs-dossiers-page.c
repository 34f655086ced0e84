/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of dossiers, grouped by who has to act. */
#define G_LOG_DOMAIN "hoso"

#include "home/hs-dossiers-page.h"
#include "compat/hs-accessible.h"

#include "app/hs-feedback.h"
#include "compat/hs-dialogs.h"
#include "widgets/hs-book-watch.h"
#include "widgets/hs-dossier-list.h"

#include <glib/gi18n.h>

struct _HsDossiersPage
{
  HsPage parent_instance;
  HsBookWatch *watch;        /* (owned) (nullable) after dispose */
  GCancellable *cancellable; /* (owned) cancelled by dispose */
  HsDossier *asked;          /* (owned) (nullable) the one whose deletion is being asked about */

  GtkStack *stack;
  GtkBox *lists;
};

G_DEFINE_FINAL_TYPE (HsDossiersPage, hs_dossiers_page, HS_TYPE_PAGE)

static void
delete_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsDossiersPage) self = user_data;
  g_autoptr (HsDossier) dossier = g_steal_pointer (&self->asked);
  HsCaseBook *book = hs_app_context_get_case_book (hs_page_get_context (HS_PAGE (self)));
  g_autoptr (GError) error = NULL;

  if (!hs_dialog_ask_finish (result, &error) || dossier == NULL)
    return;
  if (hs_case_book_delete (book, dossier, &error))
    hs_app_toast (GTK_WIDGET (self), _ ("The dossier was deleted"));
  else
    hs_app_show_error (GTK_WIDGET (self), error);
}

static void
delete_clicked_cb (HsDossiersPage *self, HsDossier *dossier)
{
  g_autofree char *body =
    g_strdup_printf (_ ("“%s”, its answers and its papers are destroyed on this computer. They "
                        "cannot be brought back."),
                     hs_dossier_get_title (dossier));

  if (self->asked != NULL)
    return;
  self->asked = g_object_ref (dossier);
  hs_dialog_ask_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                       _ ("Delete this dossier?"), body, _ ("_Delete"), TRUE, self->cancellable,
                       delete_asked_cb, g_object_ref (self));
}

static void
update (HsDossiersPage *self, HsCaseBook *book)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (book)) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "lists");
}

static void
hs_dossiers_page_constructed (GObject *object)
{
  HsDossiersPage *self = HS_DOSSIERS_PAGE (object);
  HsCaseBook *book = NULL;

  G_OBJECT_CLASS (hs_dossiers_page_parent_class)->constructed (object);
  book = hs_app_context_get_case_book (hs_page_get_context (HS_PAGE (self)));
  for (guint group = 0; group < HS_N_DOSSIER_GROUPS; group++)
    {
      GtkWidget *list = hs_dossier_list_new (book, group, 0, TRUE);

      g_signal_connect_object (list, "delete-clicked", G_CALLBACK (delete_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->lists, list);
    }
  self->watch = hs_book_watch_new (book);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self, book);
}

static void
hs_dossiers_page_dispose (GObject *object)
{
  HsDossiersPage *self = HS_DOSSIERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->watch);
  g_clear_object (&self->asked);
  G_OBJECT_CLASS (hs_dossiers_page_parent_class)->dispose (object);
}

static void
hs_dossiers_page_finalize (GObject *object)
{
  g_clear_object (&HS_DOSSIERS_PAGE (object)->cancellable);
  G_OBJECT_CLASS (hs_dossiers_page_parent_class)->finalize (object);
}

static void
hs_dossiers_page_class_init (HsDossiersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hs_dossiers_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = hs_dossiers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_dossiers_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/home/hs-dossiers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsDossiersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HsDossiersPage, lists);
}

static void
hs_dossiers_page_init (HsDossiersPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
}

HsPage *
hs_dossiers_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  return g_object_new (HS_TYPE_DOSSIERS_PAGE, "context", context, NULL);
}
