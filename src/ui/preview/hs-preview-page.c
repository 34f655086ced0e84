/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preview page: gets the bytes of an attachment or of the office's file, shows, saves, prints. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-preview-page.h"

#include "app/hs-feedback.h"
#include "base/hs-file.h"
#include "base/hs-text.h"
#include "compat/hs-dialogs.h"
#include "preview/hs-document-print.h"
#include "preview/hs-document-view.h"

#include <glib/gi18n.h>

struct _HsPreviewPage
{
  HsPage parent_instance;
  HsDossier *dossier;        /* (owned) */
  char *name;                /* (owned) what the citizen calls it */
  char *file_name;           /* (owned) proposed for saving */
  GBytes *bytes;             /* (owned) (nullable) until they are here */
  GCancellable *cancellable; /* (owned) cancelled by dispose */

  GtkLabel *name_label;
  HsDocumentView *view;
};

G_DEFINE_FINAL_TYPE (HsPreviewPage, hs_preview_page, HS_TYPE_PAGE)

static void
update_actions (HsPreviewPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.save", self->bytes != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.print",
                                 hs_document_view_get_document (self->view) != NULL);
}

static void
document_cb (HsPreviewPage *self)
{
  update_actions (self);
  if (hs_document_view_get_document (self->view) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
take_bytes (HsPreviewPage *self, GBytes *bytes, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL)
    {
      hs_document_view_show_error (self->view, error);
      return;
    }
  self->bytes = g_bytes_ref (bytes);
  hs_document_view_load (
    self->view, hs_app_context_get_world (hs_page_get_context (HS_PAGE (self))), bytes, self->name);
  update_actions (self);
}

static void
attachment_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsPreviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    hs_dossier_read_attachment_finish (HS_DOSSIER (source), result, &error);

  take_bytes (self, bytes, error);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsPreviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hs_case_book_get_file_finish (HS_CASE_BOOK (source), result, &error);

  take_bytes (self, bytes, error);
}

/* ---- saving and printing ---- */

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  g_autofree char *path = g_file_get_path (file);
  GBytes *bytes = g_object_get_data (G_OBJECT (task), "bytes");
  GError *error = NULL;
  gboolean saved;

  if (path != NULL)
    saved = hs_file_save (path, bytes, 0600, &error);
  else /* not a local file: the backend writes it whole or not at all */
    saved = g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, cancellable, &error);
  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HsPreviewPage *self = HS_PREVIEW_PAGE (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    hs_app_toast (GTK_WIDGET (self), _ ("The file was saved"));
  else
    hs_app_show_error (GTK_WIDGET (self), error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsPreviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  GFile *file = hs_dialog_save_file_finish (result, &error);

  if (file == NULL)
    return; /* not chosen */
  task = g_task_new (self, self->cancellable, saved_cb, NULL);
  g_task_set_source_tag (task, chosen_cb);
  g_task_set_task_data (task, file, g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "bytes", g_bytes_ref (self->bytes),
                          (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, save_in_thread);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsPreviewPage *self = HS_PREVIEW_PAGE (widget);

  hs_dialog_save_file_async (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Save the document"),
                             self->file_name, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsPreviewPage *self = HS_PREVIEW_PAGE (widget);

  hs_document_print (GTK_WINDOW (gtk_widget_get_root (widget)),
                     hs_document_view_get_document (self->view), self->name);
}

/* ---- object ---- */

static gboolean
hs_preview_page_focus_first (HsPage *page)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HS_PREVIEW_PAGE (page)->view));
}

static void
hs_preview_page_dispose (GObject *object)
{
  HsPreviewPage *self = HS_PREVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_preview_page_parent_class)->dispose (object);
}

static void
hs_preview_page_finalize (GObject *object)
{
  HsPreviewPage *self = HS_PREVIEW_PAGE (object);

  g_free (self->name);
  g_free (self->file_name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hs_preview_page_parent_class)->finalize (object);
}

static void
hs_preview_page_class_init (HsPreviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HS_TYPE_DOCUMENT_VIEW);
  G_OBJECT_CLASS (klass)->dispose = hs_preview_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_preview_page_finalize;
  HS_PAGE_CLASS (klass)->focus_first = hs_preview_page_focus_first;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/preview/hs-preview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsPreviewPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, HsPreviewPage, view);
  gtk_widget_class_bind_template_callback (widget_class, document_cb);
  gtk_widget_class_install_action (widget_class, "preview.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "preview.print", NULL, print_action);
}

static void
hs_preview_page_init (HsPreviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

static HsDossier *
find_dossier (HsAppContext *context, const char *id, GError **error)
{
  HsDossier *dossier = hs_case_book_find (hs_app_context_get_case_book (context), id);

  if (dossier == NULL)
    g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "no dossier %s", id);
  return dossier;
}

/* (transfer full) (nullable); slot_name is borrowed from the dossier's procedure. */
static HsAttachment *
find_attachment (HsDossier *dossier, const char *id, const char **slot_name)
{
  GListModel *slots = hs_dossier_get_slots (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *attachments = hs_slot_get_attachments (slot);

      for (guint j = 0; j < g_list_model_get_n_items (attachments); j++)
        {
          g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, j);

          if (!g_str_equal (hs_attachment_get_id (attachment), id))
            continue;
          *slot_name = hs_slot_get_evidence (slot)->name;
          return g_steal_pointer (&attachment);
        }
    }
  return NULL;
}

static HsPreviewPage *
make (HsAppContext *context, HsDossier *dossier, const char *name, const char *file_name)
{
  HsPreviewPage *self = g_object_new (HS_TYPE_PREVIEW_PAGE, "context", context, NULL);

  self->dossier = g_object_ref (dossier);
  self->name = g_strdup (name);
  self->file_name = g_strdup (file_name);
  gtk_label_set_label (self->name_label, name);
  hs_page_set_title (HS_PAGE (self), name);
  return self;
}

HsPage *
hs_preview_page_make_attachment (HsAppContext *context, GVariant *target, GError **error)
{
  const char *dossier_id, *attachment_id, *slot_name = NULL;
  HsDossier *dossier;
  HsPreviewPage *self;
  g_autoptr (HsAttachment) attachment = NULL;

  g_variant_get (target, "(&s&s)", &dossier_id, &attachment_id);
  dossier = find_dossier (context, dossier_id, error);
  if (dossier == NULL)
    return NULL;
  attachment = find_attachment (dossier, attachment_id, &slot_name);
  if (attachment == NULL)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND,
                   "no attachment %s in dossier %s", attachment_id, dossier_id);
      return NULL;
    }
  self = make (context, dossier, slot_name, hs_attachment_get_file_name (attachment));
  hs_dossier_read_attachment_async (dossier, attachment, self->cancellable, attachment_read_cb,
                                    g_object_ref (self));
  return HS_PAGE (self);
}

/* What the office called the file, from the event that brought it. */
static char *
find_file_name (HsDossier *dossier, const char *file_id)
{
  GListModel *events = hs_dossier_get_events (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i);

      if (g_strcmp0 (hs_event_get_file (event), file_id) == 0 &&
          !hs_text_is_blank (hs_event_get_file_name (event)))
        return g_path_get_basename (hs_event_get_file_name (event));
    }
  return g_strdup (_ ("Document of the office.pdf"));
}

HsPage *
hs_preview_page_make_file (HsAppContext *context, GVariant *target, GError **error)
{
  const char *dossier_id, *file_id;
  HsDossier *dossier;
  HsPreviewPage *self;
  g_autofree char *file_name = NULL;

  g_variant_get (target, "(&s&s)", &dossier_id, &file_id);
  dossier = find_dossier (context, dossier_id, error);
  if (dossier == NULL)
    return NULL;
  file_name = find_file_name (dossier, file_id);
  self = make (context, dossier, file_name, file_name);
  hs_case_book_get_file_async (hs_app_context_get_case_book (context), dossier, file_id,
                               self->cancellable, file_read_cb, g_object_ref (self));
  return HS_PAGE (self);
}
