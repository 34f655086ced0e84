/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paper the procedure asks for, and what fills it. Each file chosen is checked and copied by the dossier; what goes
 * wrong with one file is told here, beside its name. */
#define G_LOG_DOMAIN "hoso"

#include "documents/hs-slot-card.h"

#include "app/hs-feedback.h"
#include "base/hs-text.h"
#include "compat/hs-accessible.h"
#include "compat/hs-dialogs.h"
#include "documents/hs-attachment-row.h"

#include <glib/gi18n.h>

struct _HsSlotCard
{
  GtkBox parent_instance;

  HsAppContext *context;     /* (owned) */
  HsDossier *dossier;        /* (owned) */
  HsSlot *slot;              /* (owned) */
  GCancellable *cancellable; /* (owned) for the files being added */
  guint n_busy;              /* files being checked and copied */

  GtkWidget *state; /* (unowned) children */
  GtkWidget *files;
  GtkWidget *troubles; /* what went wrong, a line a file */
  GtkWidget *busy;     /* spinner, words, cancel */
  GtkWidget *choose;
};

G_DEFINE_FINAL_TYPE (HsSlotCard, hs_slot_card, GTK_TYPE_BOX)

/* A file on its way into the slot. */
typedef struct
{
  HsSlotCard *card;      /* (owned) */
  GFile *file;           /* (owned) */
  GtkEntryBuffer *typed; /* (owned) (nullable) what is typed as its password; outlives the dialog */
  gboolean had_password; /* one was tried */
} Adding;

static void add_file (HsSlotCard *self, GFile *file, const char *password);

static void
adding_free (Adding *adding)
{
  g_object_unref (adding->card);
  g_object_unref (adding->file);
  g_clear_object (&adding->typed);
  g_free (adding);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
remove_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
show_state (HsSlotCard *self)
{
  guint n = g_list_model_get_n_items (hs_slot_get_attachments (self->slot));
  const char *text, *css_class;
  g_autofree char *name = NULL;

  if (n > 0)
    text = _ ("Attached"), css_class = "success";
  else if (hs_slot_is_satisfied (self->slot))
    text = _ ("Another paper is enough"), css_class = "success";
  else if (hs_slot_is_needed (self->slot) && hs_slot_get_evidence (self->slot)->group != NULL)
    text = _ ("One is enough"), css_class = "warning";
  else if (hs_slot_is_needed (self->slot))
    text = _ ("Needed"), css_class = "warning";
  else
    text = _ ("If you have it"), css_class = "dim-label";
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_widget_set_css_classes (self->state, (const char *[]){ "caption-heading", css_class, NULL });
  gtk_widget_set_visible (GTK_WIDGET (self), hs_slot_is_relevant (self->slot) || n > 0);
  name = g_strdup_printf (_ ("Choose a file for: %s"), hs_slot_get_evidence (self->slot)->name);
  gtk_button_set_label (GTK_BUTTON (self->choose),
                        n > 0 ? _ ("Add another file…") : _ ("Choose a file…"));
  /* set_label also sets the name that is read out */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choose), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (self->choose, !hs_dossier_is_frozen (self->dossier));
  gtk_widget_set_visible (self->busy, self->n_busy > 0);
  gtk_widget_set_visible (self->files, n > 0);
  gtk_widget_set_visible (self->troubles, gtk_widget_get_first_child (self->troubles) != NULL);
}

static void
files_changed_cb (HsSlotCard *self)
{
  GListModel *attachments = hs_slot_get_attachments (self->slot);

  remove_children (self->files);
  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, i);
      gtk_box_append (GTK_BOX (self->files),
                      hs_attachment_row_new (self->context, self->dossier, attachment));
    }
  show_state (self);
}

static void
tell_trouble (HsSlotCard *self, GFile *file, const GError *error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *words = hs_app_error_text (error);
  g_autofree char *text = g_strdup_printf (_ ("\"%s\" was not added. %s"), shown, words);
  GtkWidget *label = new_label (text, "error");

  gtk_box_append (GTK_BOX (self->troubles), label);
  gtk_widget_set_visible (self->troubles, TRUE);
}

static void
password_given_cb (GtkWidget *dialog, const char *response, Adding *adding)
{
  /* the entry may be gone: the dialog closes before it tells */
  if (g_str_equal (response, "open") && adding->card->dossier != NULL)
    add_file (adding->card, adding->file, gtk_entry_buffer_get_text (adding->typed));
  adding_free (adding);
}

/* A GtkPasswordEntry that dies with the focus in it is told of the loss afterwards (GTK 4.8). */
static gboolean
drop_focus_cb (GtkWindow *dialog)
{
  gtk_window_set_focus (dialog, NULL);
  return FALSE;
}

static void
ask_password (HsSlotCard *self, GFile *file, gboolean again)
{
  Adding *adding = g_new0 (Adding, 1);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *body = g_strdup_printf (
    again
      ? _ ("That password does not fit \"%s\". Try again; capital and small letters differ.")
      : _ ("\"%s\" is locked with a password. With it, Hồ Sơ makes a copy the office can read."),
    shown);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Password of this file"), body);
  GtkWidget *entry = gtk_password_entry_new ();

  adding->card = g_object_ref (self);
  adding->file = g_object_ref (file);
  adding->typed = g_object_ref (
    gtk_text_get_buffer (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)))));
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Password"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "open",
                                    _ ("Open"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "open");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  hs_accessible_name_once (dialog);
  g_signal_connect (dialog, "close-request", G_CALLBACK (drop_focus_cb), NULL);
  g_signal_connect (dialog, "response", G_CALLBACK (password_given_cb), adding);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Adding) adding = data;
  g_autoptr (GError) error = NULL;
  HsSlotCard *self = adding->card;

  hs_dossier_attach_finish (HS_DOSSIER (source), result, &error);
  if (self->dossier == NULL)
    return; /* the card is gone */
  self->n_busy--;
  show_state (self);
  if (g_error_matches (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_ENCRYPTED))
    {
      if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
        ask_password (self, adding->file, adding->had_password);
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_trouble (self, adding->file, error);
}

static void
add_file (HsSlotCard *self, GFile *file, const char *password)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->card = g_object_ref (self);
  adding->file = g_object_ref (file);
  adding->had_password = password != NULL;
  self->n_busy++;
  show_state (self);
  hs_dossier_attach_async (self->dossier, hs_slot_get_evidence (self->slot)->id, file, password,
                           self->cancellable, attached_cb, adding);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsSlotCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = hs_dialog_open_files_finish (result, &error);

  if (self->dossier == NULL)
    return;
  if (files == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        hs_app_show_error (GTK_WIDGET (self), error);
      return;
    }
  remove_children (self->troubles);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      add_file (self, file, NULL);
    }
}

static void
choose_cb (HsSlotCard *self)
{
  static const char *const usual[] = { "application/pdf", "image/jpeg", "image/png", NULL };
  const HsEvidence *evidence = hs_slot_get_evidence (self->slot);
  const char *const *accepts =
    evidence->accepts != NULL ? (const char *const *) evidence->accepts : usual;

  hs_dialog_open_files_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), evidence->name,
                              _ ("PDF, JPEG and PNG files"), accepts, self->cancellable, chosen_cb,
                              g_object_ref (self));
}

static gboolean
dropped_cb (HsSlotCard *self, const GValue *value)
{
  g_autoptr (GSList) files = NULL;

  if (hs_dossier_is_frozen (self->dossier) || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  remove_children (self->troubles);
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *l = files; l != NULL; l = l->next)
    add_file (self, l->data, NULL);
  return files != NULL;
}

static void
cancel_cb (HsSlotCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static GtkWidget *
new_busy (HsSlotCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *words = new_label (_ ("Checking the file and keeping a copy…"), NULL);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_hexpand (words, TRUE);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), cancel);
  return box;
}

static char *
dup_kind (const HsEvidence *evidence)
{
  if (g_strcmp0 (evidence->copy_kind, "original") == 0)
    return g_strdup (_ ("A picture or scan of the original"));
  if (g_strcmp0 (evidence->copy_kind, "certified") == 0)
    return g_strdup (_ ("A picture or scan of a certified copy"));
  return g_strdup (_ ("A picture or scan; a plain copy will do"));
}

static void
build (HsSlotCard *self)
{
  const HsEvidence *evidence = hs_slot_get_evidence (self->slot);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = new_label (evidence->name, "heading");
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autofree char *kind = dup_kind (evidence);

  self->state = new_label (NULL, NULL);
  self->files = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->troubles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->busy = new_busy (self);
  self->choose = gtk_button_new_with_label (_ ("Choose a file…"));
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_wrap (GTK_LABEL (self->state), FALSE);
  gtk_widget_set_valign (self->state, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), self->state);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), new_label (kind, "dim-label"));
  if (!hs_text_is_blank (evidence->note))
    gtk_box_append (GTK_BOX (self), new_label (evidence->note, NULL));
  gtk_box_append (GTK_BOX (self), self->files);
  gtk_box_append (GTK_BOX (self), self->troubles);
  gtk_box_append (GTK_BOX (self), self->busy);
  gtk_box_append (GTK_BOX (self), self->choose);
  gtk_widget_set_halign (self->choose, GTK_ALIGN_START);
  g_signal_connect_object (self->choose, "clicked", G_CALLBACK (choose_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static void
hs_slot_card_dispose (GObject *object)
{
  HsSlotCard *self = HS_SLOT_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  g_clear_object (&self->slot);
  G_OBJECT_CLASS (hs_slot_card_parent_class)->dispose (object);
}

static void
hs_slot_card_finalize (GObject *object)
{
  g_object_unref (HS_SLOT_CARD (object)->cancellable);
  G_OBJECT_CLASS (hs_slot_card_parent_class)->finalize (object);
}

static void
hs_slot_card_class_init (HsSlotCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_slot_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_slot_card_finalize;
}

static void
hs_slot_card_init (HsSlotCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "padded");
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
hs_slot_card_new (HsAppContext *context, HsDossier *dossier, HsSlot *slot)
{
  HsSlotCard *self = g_object_new (HS_TYPE_SLOT_CARD, NULL);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  self->slot = g_object_ref (slot);
  build (self);
  files_changed_cb (self);
  g_signal_connect_object (hs_slot_get_attachments (slot), "items-changed",
                           G_CALLBACK (files_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const char *
hs_slot_card_get_slot_id (HsSlotCard *self)
{
  g_return_val_if_fail (HS_IS_SLOT_CARD (self), NULL);
  return hs_slot_get_evidence (self->slot)->id;
}
