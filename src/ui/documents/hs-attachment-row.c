/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attached paper. The picture is decoded in hoso-render; the row never waits for it. */
#define G_LOG_DOMAIN "hoso"

#include "documents/hs-attachment-row.h"

#include "app/hs-feedback.h"
#include "app/hs-sentences.h"

#include <glib/gi18n.h>

#define THUMBNAIL_WIDTH 72
#define THUMBNAIL_HEIGHT 96

struct _HsAttachmentRow
{
  GtkBox parent_instance;

  HsAppContext *context;     /* (owned) */
  HsDossier *dossier;        /* (owned) */
  HsAttachment *attachment;  /* (owned) */
  HsDocument *document;      /* (owned) (nullable) while the picture is made */
  GCancellable *cancellable; /* (owned) for the picture */

  GtkWidget *picture; /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (HsAttachmentRow, hs_attachment_row, GTK_TYPE_BOX)

/* A preview that cannot be made is told in the picture's place; the paper itself is safe. */
static void
show_no_picture (HsAttachmentRow *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = hs_app_error_text (error);
  gtk_widget_set_tooltip_text (self->picture, words);
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsAttachmentRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPixels) pixels = hs_document_render_finish (HS_DOCUMENT (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;

  g_clear_object (&self->document);
  if (pixels == NULL)
    {
      show_no_picture (self, error);
      return;
    }
  texture =
    gdk_memory_texture_new (pixels->width, pixels->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                            pixels->bytes, pixels->stride);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsAttachmentRow) self = data;
  g_autoptr (GError) error = NULL;

  self->document = hs_document_open_finish (result, &error);
  if (self->document == NULL)
    {
      show_no_picture (self, error);
      return;
    }
  hs_document_render_async (
    self->document, 0, THUMBNAIL_WIDTH * (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    self->cancellable, rendered_cb, g_object_ref (self));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsAttachmentRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    hs_dossier_read_attachment_finish (HS_DOSSIER (source), result, &error);

  if (bytes == NULL)
    {
      show_no_picture (self, error);
      return;
    }
  hs_document_open_async (hs_app_context_get_world (self->context), bytes, NULL, self->cancellable,
                          opened_cb, g_object_ref (self));
}

static void
look_cb (HsAttachmentRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.preview-attachment", "(ss)",
                              hs_dossier_get_id (self->dossier),
                              hs_attachment_get_id (self->attachment));
}

static void
remove_cb (HsAttachmentRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "papers.remove", "s",
                              hs_attachment_get_id (self->attachment));
}

static char *
dup_facts (HsAttachmentRow *self)
{
  guint pages = hs_attachment_get_n_pages (self->attachment);
  guint64 limit = hs_dossier_get_max_file_bytes (self->dossier);
  g_autofree char *size = hs_size_text (hs_attachment_get_size (self->attachment));
  g_autofree char *most = hs_size_text (limit);
  g_autofree char *n_pages = g_strdup_printf (ngettext ("%u page", "%u pages", pages), pages);

  return g_strdup_printf (_ ("%s · %s of at most %s"), n_pages, size, most);
}

static char *
dup_warnings (HsDocumentWarnings warnings)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  if (warnings & HS_DOCUMENT_WARNING_LOW_RESOLUTION)
    g_ptr_array_add (texts,
                     _ ("The picture is not very sharp; the office may ask for a better one."));
  if (warnings & HS_DOCUMENT_WARNING_JAVASCRIPT)
    g_ptr_array_add (texts, _ ("This PDF contains a script. Scripts are not run here."));
  if (warnings & HS_DOCUMENT_WARNING_EMBEDDED_FILES)
    g_ptr_array_add (texts, _ ("This PDF carries other files inside."));
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" ", (char **) texts->pdata);
}

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
new_bar (HsAttachmentRow *self)
{
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);
  double used = (double) hs_attachment_get_size (self->attachment) /
                (double) MAX (hs_dossier_get_max_file_bytes (self->dossier), 1);

  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, 0.001);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (used, 0.01, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Size against the portal's limit"), -1);
  return bar;
}

static GtkWidget *
new_buttons (HsAttachmentRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *look = gtk_button_new_with_label (_ ("Look at it"));
  g_autofree char *look_name =
    g_strdup_printf (_ ("Look at %s"), hs_attachment_get_original_name (self->attachment));

  gtk_accessible_update_property (GTK_ACCESSIBLE (look), GTK_ACCESSIBLE_PROPERTY_LABEL, look_name,
                                  -1);
  g_signal_connect_object (look, "clicked", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), look);
  if (!hs_dossier_is_frozen (self->dossier))
    {
      GtkWidget *remove = gtk_button_new_with_label (_ ("Remove"));
      g_autofree char *remove_name =
        g_strdup_printf (_ ("Remove %s"), hs_attachment_get_original_name (self->attachment));

      gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      remove_name, -1);
      gtk_widget_add_css_class (remove, "flat");
      g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), remove);
    }
  gtk_widget_set_margin_top (box, 4);
  return box;
}

static void
build (HsAttachmentRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *facts = dup_facts (self);
  g_autofree char *warnings = dup_warnings (hs_attachment_get_warnings (self->attachment));
  g_autofree char *first_page =
    g_strdup_printf (_ ("First page of %s"), hs_attachment_get_original_name (self->attachment));

  self->picture = gtk_picture_new ();
  gtk_widget_set_size_request (self->picture, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
  gtk_widget_set_valign (self->picture, GTK_ALIGN_START);
  gtk_picture_set_content_fit (GTK_PICTURE (self->picture), GTK_CONTENT_FIT_CONTAIN);
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), first_page);
  gtk_widget_add_css_class (self->picture, "thumbnail");
  gtk_widget_set_hexpand (words, TRUE);
  append_label (words, hs_attachment_get_original_name (self->attachment), "heading");
  append_label (words, facts, "dim-label");
  gtk_box_append (GTK_BOX (words), new_bar (self));
  if (warnings != NULL)
    append_label (words, warnings, "warning");
  gtk_box_append (GTK_BOX (words), new_buttons (self));
  gtk_box_append (GTK_BOX (self), self->picture);
  gtk_box_append (GTK_BOX (self), words);
}

static void
hs_attachment_row_dispose (GObject *object)
{
  HsAttachmentRow *self = HS_ATTACHMENT_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  g_clear_object (&self->attachment);
  g_clear_object (&self->document);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hs_attachment_row_parent_class)->dispose (object);
}

static void
hs_attachment_row_class_init (HsAttachmentRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_attachment_row_dispose;
}

static void
hs_attachment_row_init (HsAttachmentRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
hs_attachment_row_new (HsAppContext *context, HsDossier *dossier, HsAttachment *attachment)
{
  HsAttachmentRow *self = g_object_new (HS_TYPE_ATTACHMENT_ROW, NULL);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  self->attachment = g_object_ref (attachment);
  build (self);
  hs_dossier_read_attachment_async (dossier, attachment, self->cancellable, read_cb,
                                    g_object_ref (self));
  return GTK_WIDGET (self);
}
