/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of a dossier. Which are asked for follows from the answers; the dossier knows. */
#define G_LOG_DOMAIN "hoso"

#include "documents/hs-papers-page.h"

#include "app/hs-feedback.h"
#include "documents/hs-slot-card.h"

#include <glib/gi18n.h>

struct _HsPapersPage
{
  AdwBin parent_instance;

  HsAppContext *context; /* (owned) */
  HsDossier *dossier;    /* (owned) */
  GPtrArray
    *removed; /* (owned) (element-type HsAttachment) what undo puts back, the last one last */

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

/* Puts one back, if it is still away. */
static void
put_back (HsPapersPage *self, HsAttachment *attachment)
{
  g_autoptr (HsAttachment) kept = g_object_ref (attachment);

  if (g_ptr_array_remove (self->removed, attachment) && self->dossier != NULL &&
      !hs_dossier_is_frozen (self->dossier))
    hs_dossier_reattach (self->dossier, kept);
}

/* What the note's "Undo" needs. */
typedef struct
{
  HsPapersPage *page;       /* (owned) */
  HsAttachment *attachment; /* (owned) */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->page);
  g_object_unref (removal->attachment);
  g_free (removal);
}

static void
undo_removal (gpointer data)
{
  Removal *removal = data;

  put_back (removal->page, removal->attachment);
}

static HsAttachment *
find_attachment (HsPapersPage *self, const char *id)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *attachments = hs_slot_get_attachments (slot);

      for (guint j = 0; j < g_list_model_get_n_items (attachments); j++)
        {
          g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, j);
          if (g_strcmp0 (hs_attachment_get_id (attachment), id) == 0)
            return g_steal_pointer (&attachment);
        }
    }
  return NULL;
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsPapersPage *self = HS_PAPERS_PAGE (widget);
  HsAttachment *attachment = find_attachment (self, g_variant_get_string (target, NULL));
  Removal *removal;
  g_autofree char *text = NULL;

  if (attachment == NULL)
    return;
  text = g_strdup_printf (_ ("“%s” was removed"), hs_attachment_get_original_name (attachment));
  g_ptr_array_add (self->removed, attachment);
  removal = g_new0 (Removal, 1);
  *removal = (Removal){ g_object_ref (self), g_object_ref (attachment) };
  hs_app_toast_undo (widget, text, undo_removal, removal, removal_free);
  hs_dossier_detach (self->dossier, attachment);
}

/* The keyboard's undo: the last paper removed comes back. */
static gboolean
undo_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  HsPapersPage *self = HS_PAPERS_PAGE (widget);
  g_autoptr (HsAttachment) last = NULL;
  g_autofree char *text = NULL;

  if (!gtk_widget_get_mapped (widget) || self->removed->len == 0)
    return FALSE;
  last = g_object_ref (self->removed->pdata[self->removed->len - 1]);
  put_back (self, last);
  text = g_strdup_printf (_ ("Put back: %s"), hs_attachment_get_original_name (last));
  hs_app_toast (widget, text);
  return TRUE;
}

static void
add_shortcuts (HsPapersPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* global: after "Remove" the focus may be nowhere */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                      gtk_callback_action_new (undo_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
hs_papers_page_dispose (GObject *object)
{
  HsPapersPage *self = HS_PAPERS_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_PAPERS_PAGE);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_papers_page_parent_class)->dispose (object);
}

static void
hs_papers_page_finalize (GObject *object)
{
  g_ptr_array_unref (HS_PAPERS_PAGE (object)->removed);
  G_OBJECT_CLASS (hs_papers_page_parent_class)->finalize (object);
}

static void
hs_papers_page_class_init (HsPapersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_papers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_papers_page_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/documents/hs-papers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsPapersPage, cards);
  gtk_widget_class_bind_template_child (widget_class, HsPapersPage, none_label);
  gtk_widget_class_install_action (widget_class, "papers.remove", "s", remove_action);
}

static void
hs_papers_page_init (HsPapersPage *self)
{
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcuts (self);
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
