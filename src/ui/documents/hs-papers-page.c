/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of a dossier. Which are asked for follows from the answers; the dossier knows. */
#define G_LOG_DOMAIN "hoso"

#include "documents/hs-papers-page.h"

#include "documents/hs-slot-card.h"

#include <glib/gi18n.h>

struct _HsPapersPage
{
  AdwBin parent_instance;

  HsAppContext *context; /* (owned) */
  HsDossier *dossier;    /* (owned) */

  GtkWidget *cards;
  GtkWidget *none_label;
};

G_DEFINE_FINAL_TYPE (HsPapersPage, hs_papers_page, ADW_TYPE_BIN)

static void
add_group_words (HsPapersPage *self)
{
  GtkWidget *label = gtk_label_new (_ ("One of these papers is enough:"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_box_append (GTK_BOX (self->cards), label);
}

static void
tasks_changed_cb (HsPapersPage *self)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);
  gboolean any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (slots) && !any; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      any =
        hs_slot_is_relevant (slot) || g_list_model_get_n_items (hs_slot_get_attachments (slot)) > 0;
    }
  gtk_widget_set_visible (self->none_label, !any);
}

static void
slots_changed_cb (HsPapersPage *self)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);
  const char *group = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_box_remove (GTK_BOX (self->cards), child);
  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      const char *its_group = hs_slot_get_evidence (slot)->group;

      if (its_group != NULL && g_strcmp0 (group, its_group) != 0)
        add_group_words (self);
      group = its_group;
      gtk_box_append (GTK_BOX (self->cards), hs_slot_card_new (self->context, self->dossier, slot));
    }
  tasks_changed_cb (self);
}

static void
hs_papers_page_dispose (GObject *object)
{
  HsPapersPage *self = HS_PAPERS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_PAPERS_PAGE);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_papers_page_parent_class)->dispose (object);
}

static void
hs_papers_page_class_init (HsPapersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_papers_page_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/documents/hs-papers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsPapersPage, cards);
  gtk_widget_class_bind_template_child (widget_class, HsPapersPage, none_label);
}

static void
hs_papers_page_init (HsPapersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hs_papers_page_new (HsAppContext *context, HsDossier *dossier)
{
  HsPapersPage *self = g_object_new (HS_TYPE_PAPERS_PAGE, NULL);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  slots_changed_cb (self);
  g_signal_connect_object (hs_dossier_get_slots (dossier), "items-changed",
                           G_CALLBACK (slots_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (tasks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
hs_papers_page_show_slot (HsPapersPage *self, const char *slot_id)
{
  g_return_if_fail (HS_IS_PAPERS_PAGE (self));
  for (GtkWidget *child = gtk_widget_get_first_child (self->cards); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (HS_IS_SLOT_CARD (child) &&
        g_strcmp0 (hs_slot_card_get_slot_id (HS_SLOT_CARD (child)), slot_id) == 0)
      gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}
