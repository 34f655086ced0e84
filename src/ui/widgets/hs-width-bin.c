/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells narrow from wide. A plain GtkWidget with its own allocation, since AdwBreakpoint is newer than the
 * floor and an AdwBin never sees its allocation. */
#define G_LOG_DOMAIN "hoso"

#include "widgets/hs-width-bin.h"

#define DEFAULT_THRESHOLD 860

struct _HsWidthBin
{
  GtkWidget parent_instance;
  GtkWidget *child; /* (owned) (nullable) by being its parent */
  int threshold;    /* pixels; narrower is narrow */
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

static void
hs_width_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  HsWidthBin *self = HS_WIDTH_BIN (widget);

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
}

/* What depends on "narrow" changes visibility, which an allocation must not: hence the idle. */
static void
hs_width_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HsWidthBin *self = HS_WIDTH_BIN (widget);

  self->next = width < self->threshold;
  if (self->next != self->narrow && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static GtkSizeRequestMode
hs_width_bin_get_request_mode (GtkWidget *widget)
{
  HsWidthBin *self = HS_WIDTH_BIN (widget);

  return self->child != NULL ? gtk_widget_get_request_mode (self->child)
                             : GTK_SIZE_REQUEST_CONSTANT_SIZE;
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
