/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells narrow from wide, by how much text fits. A plain GtkWidget with its own allocation, since
 * AdwBreakpoint is newer than the floor and an AdwBin never sees its allocation. It asks for little: were the
 * wide child's minimum passed on, a window of large text could never become narrow, and would leave the screen. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-width-bin.h"

#define DEFAULT_THRESHOLD 60
#define MIN_WIDTH 320  /* pixels */
#define MIN_HEIGHT 240 /* pixels */

struct _HsWidthBin
{
  GtkWidget parent_instance;
  GtkWidget *child; /* (owned) (nullable) by being its parent */
  int threshold;    /* em; narrower is narrow */
  gboolean narrow;  /* as last notified */
  gboolean next;    /* as last allocated */
  guint idle;       /* source, 0 none */
};

typedef enum
{
  PROP_CHILD = 1,
  PROP_THRESHOLD,
  PROP_NARROW
} HsWidthBinProperty;
static GParamSpec *props[PROP_NARROW + 1];

static GtkBuildableIface *parent_buildable_iface;
static void buildable_init (GtkBuildableIface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (HsWidthBin, hs_width_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    hs_width_bin_set_child (HS_WIDTH_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

static gboolean
notify_cb (gpointer data)
{
  HsWidthBin *self = data;

  self->idle = 0;
  if (self->narrow != self->next)
    {
      self->narrow = self->next;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

/* The least the child can be laid out in; what is over our own width is cut off until it has become narrow. */
static int
get_child_width (HsWidthBin *self)
{
  int minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Pixels of an em of the widget's font as it is now, text size settings included. */
static double
get_em (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  return pango_font_description_get_size_is_absolute (font) || dpi <= 0 ? size : size * dpi / 72;
}

static void
hs_width_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  HsWidthBin *self = HS_WIDTH_BIN (widget);

  if (self->child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = MAX (for_size, get_child_width (self));
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, MIN_WIDTH);
  else
    *minimum = MIN (*minimum, MIN_HEIGHT);
}

/* What depends on "narrow" changes visibility, which an allocation must not: hence the idle. */
static void
hs_width_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HsWidthBin *self = HS_WIDTH_BIN (widget);
  int minimum_height;

  self->next = width < self->threshold * get_em (widget);
  if (self->next != self->narrow && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
  if (self->child == NULL)
    return;
  width = MAX (width, get_child_width (self));
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (self->child, width, MAX (height, minimum_height), baseline, NULL);
}

static GtkSizeRequestMode
hs_width_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hs_width_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsWidthBin *self = HS_WIDTH_BIN (object);

  switch ((HsWidthBinProperty) id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_width_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HsWidthBin *self = HS_WIDTH_BIN (object);

  switch ((HsWidthBinProperty) id)
    {
    case PROP_CHILD:
      hs_width_bin_set_child (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case PROP_NARROW:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_width_bin_dispose (GObject *object)
{
  HsWidthBin *self = HS_WIDTH_BIN (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (hs_width_bin_parent_class)->dispose (object);
}

static void
hs_width_bin_class_init (HsWidthBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hs_width_bin_get_property;
  object_class->set_property = hs_width_bin_set_property;
  object_class->dispose = hs_width_bin_dispose;
  widget_class->measure = hs_width_bin_measure;
  widget_class->size_allocate = hs_width_bin_size_allocate;
  widget_class->get_request_mode = hs_width_bin_get_request_mode;

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, DEFAULT_THRESHOLD,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_width_bin_init (HsWidthBin *self)
{
  self->threshold = DEFAULT_THRESHOLD;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

gboolean
hs_width_bin_is_narrow (HsWidthBin *self)
{
  g_return_val_if_fail (HS_IS_WIDTH_BIN (self), FALSE);
  return self->narrow;
}

void
hs_width_bin_set_child (HsWidthBin *self, GtkWidget *child)
{
  g_return_if_fail (HS_IS_WIDTH_BIN (self));
  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHILD]);
}
