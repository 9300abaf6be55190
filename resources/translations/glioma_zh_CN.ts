<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
<name>glioma</name>
<message><source>1 mm</source><translation>1 mm</translation></message>
<message><source>3 mm</source><translation>3 mm</translation></message>
<message><source>5 mm</source><translation>5 mm</translation></message>
<message><source>A NIfTI mask becomes the outline of the lesion that is drawn on.</source><translation>将 NIfTI 掩膜导入为当前病灶的轮廓。</translation></message>
<message><source>A line about the case, in the case panel.</source><translation>在病例面板中写一行病例备注。</translation></message>
<message><source>A locked box cannot be moved or deleted; again to unlock.</source><translation>锁定的框不能移动或删除；再按一次解锁。</translation></message>
<message><source>A second tumour focus; one box a lesion and slice.</source><translation>添加另一个肿瘤灶；每个病灶每层一个框。</translation></message>
<message><source>About Glioma Desktop</source><translation>关于 Glioma Desktop</translation></message>
<message><source>Accept box as key</source><translation>接受为关键框</translation></message>
<message><source>Across: width. Up: brighter</source><translation>左右：窗宽；向上：变亮</translation></message>
<message><source>Across: width. Up: darker</source><translation>左右：窗宽；向上：变暗</translation></message>
<message><source>Activate the next viewport.</source><translation>激活下一个视口。</translation></message>
<message><source>Add lesion</source><translation>添加病灶</translation></message>
<message><source>After the last slice comes the first one.</source><translation type="unfinished"></translation></message>
<message><source>All keys; change them here.</source><translation>全部快捷键；可在此修改。</translation></message>
<message><source>All values of the series.</source><translation>显示该序列的全部灰度值。</translation></message>
<message><source>An interpolated or copied box is taken as it is.</source><translation>原样接受插值或复制得到的框。</translation></message>
<message><source>Annotate</source><translation>标注</translation></message>
<message><source>At the last slice the slices run back.</source><translation type="unfinished"></translation></message>
<message><source>Auto</source><translation>自动</translation></message>
<message><source>Auto from a region</source><translation>按区域自动调窗</translation></message>
<message><source>Axial reformat</source><translation>轴位重组</translation></message>
<message><source>Axial, sagittal and coronal of the active series through one crosshair: click or drag it in Read.</source><translation>以同一十字线显示当前序列的轴位、矢状位和冠状位：在浏览模式下单击或拖动。</translation></message>
<message><source>Back up project…</source><translation>备份项目…</translation></message>
<message><source>Bidimensional</source><translation>双径测量</translation></message>
<message><source>Blink other sequence (hold)</source><translation>闪烁对比另一序列（按住）</translation></message>
<message><source>Boxes and outlines are hidden while the key is held.</source><translation>按住此键时隐藏框和轮廓。</translation></message>
<message><source>Cancel the gesture under way; with none, back to Read.</source><translation>取消正在进行的操作；若无，则返回浏览模式。</translation></message>
<message><source>Case done, open next</source><translation>完成本例，打开下一例</translation></message>
<message><source>Cine</source><translation type="unfinished"></translation></message>
<message><source>Clear on this slice</source><translation>清除本层测量</translation></message>
<message><source>Close the window. Everything is saved already; a training goes on.</source><translation>关闭窗口。所有内容均已保存；训练会继续进行。</translation></message>
<message><source>Comment on case</source><translation>病例备注</translation></message>
<message><source>Copy box to next slice</source><translation>复制框到下一层</translation></message>
<message><source>Copy the annotations, also while they are in use.</source><translation>备份标注数据，使用中也可进行。</translation></message>
<message><source>Dark</source><translation>深色</translation></message>
<message><source>Dark surfaces.</source><translation>深色界面。</translation></message>
<message><source>Delete box</source><translation>删除框</translation></message>
<message><source>Delete the box on this slice; in Outline, the outline; with a measuring tool, the selected measurement.</source><translation>删除本层的框；轮廓模式下删除轮廓；测量工具下删除所选测量。</translation></message>
<message><source>Delete the measurements on this slice; undo brings them back.</source><translation>删除本层的测量；可撤销恢复。</translation></message>
<message><source>Dim panels</source><translation>调暗面板</translation></message>
<message><source>Down</source><translation>向下</translation></message>
<message><source>Drag the longest diameter, then its perpendicular (RANO).</source><translation>先拖出最长径，再拖出其垂直径（RANO）。</translation></message>
<message><source>Dragging to the right widens the window, upwards brightens.</source><translation>向右拖动加宽窗宽，向上拖动变亮。</translation></message>
<message><source>Dragging to the right widens the window, upwards darkens.</source><translation>向右拖动加宽窗宽，向上拖动变暗。</translation></message>
<message><source>Dragging upwards widens the window, to the right brightens.</source><translation>向上拖动加宽窗宽，向右拖动变亮。</translation></message>
<message><source>Dragging upwards widens the window, to the right darkens.</source><translation>向上拖动加宽窗宽，向右拖动变暗。</translation></message>
<message><source>Earlier trainings and their reports.</source><translation>以往的训练及其报告。</translation></message>
<message><source>Edit</source><translation>编辑</translation></message>
<message><source>English</source><translation>English</translation></message>
<message><source>Enhancement</source><translation>强化</translation></message>
<message><source>Every sequence opens with Auto again.</source><translation>所有序列重新以自动窗打开。</translation></message>
<message><source>Every series back in its place.</source><translation>各序列回到各自的位置。</translation></message>
<message><source>Everything but the picture goes darker; again to undo.</source><translation>除图像外全部调暗；再按一次恢复。</translation></message>
<message><source>Exchange black and white in this viewport.</source><translation>在此视口中黑白反转。</translation></message>
<message><source>Export boxes…</source><translation>导出框…</translation></message>
<message><source>Faster</source><translation type="unfinished"></translation></message>
<message><source>Fewer slices a second.</source><translation type="unfinished"></translation></message>
<message><source>File</source><translation>文件</translation></message>
<message><source>Find a patient by pseudonym, status or sequence.</source><translation>按假名编号、状态或序列查找患者。</translation></message>
<message><source>Find moved folder…</source><translation>查找已移动的文件夹…</translation></message>
<message><source>Find the MR studies in a folder. Dropping it works too.</source><translation>查找文件夹中的 MR 检查；也可直接拖入。</translation></message>
<message><source>First slice</source><translation>第一层</translation></message>
<message><source>Fit all slices to 80 %</source><translation>全部层适配到 80 %</translation></message>
<message><source>Fit slice</source><translation>适合窗口</translation></message>
<message><source>Fit to 80 %</source><translation>适配到 80 %</translation></message>
<message><source>Five slices back</source><translation>后退五层</translation></message>
<message><source>Five slices back.</source><translation>向前翻五层。</translation></message>
<message><source>Five slices on</source><translation>前进五层</translation></message>
<message><source>Five slices on.</source><translation>向后翻五层。</translation></message>
<message><source>Flag case</source><translation>标记病例</translation></message>
<message><source>Fold side panels</source><translation>折叠侧面板</translation></message>
<message><source>Forget windows</source><translation>清除记忆的窗</translation></message>
<message><source>Four viewports.</source><translation>四个视口。</translation></message>
<message><source>Grade</source><translation>分级</translation></message>
<message><source>Grade this lesion</source><translation>对此病灶分级</translation></message>
<message><source>Grade tumour</source><translation>肿瘤分级</translation></message>
<message><source>Hang again</source><translation>重新挂片</translation></message>
<message><source>Hanging protocol</source><translation>挂片协议</translation></message>
<message><source>Help</source><translation>帮助</translation></message>
<message><source>Hide overlays (hold)</source><translation>隐藏叠加信息（按住）</translation></message>
<message><source>How much memory and disc the images may take, and what they take now.</source><translation>图像可占用多少内存和磁盘，以及目前的占用。</translation></message>
<message><source>Interpolate voxels</source><translation>体素插值显示</translation></message>
<message><source>Invert</source><translation>黑白反转</translation></message>
<message><source>Keep as…</source><translation>另存为协议…</translation></message>
<message><source>Keep the arrangement as a protocol with a name.</source><translation>将当前布置存为有名称的协议。</translation></message>
<message><source>Keep this arrangement</source><translation>保留当前布置</translation></message>
<message><source>Keys go to the next area: worklist, viewport, case.</source><translation>键盘焦点移到下一区域：患者列表、视口、病例。</translation></message>
<message><source>Keys…</source><translation>快捷键…</translation></message>
<message><source>Labels…</source><translation>病理标签…</translation></message>
<message><source>Language</source><translation>语言</translation></message>
<message><source>Last slice</source><translation>最后一层</translation></message>
<message><source>Left</source><translation>向左</translation></message>
<message><source>Left-drag draws a box. Keep holding and turn the wheel to sweep it through slices.</source><translation>左键拖动画框；按住不放并滚动滚轮，可连续带过多层。</translation></message>
<message><source>Left-drag draws an outline freehand; with Shift a further part.</source><translation>左键拖动手绘轮廓；按住 Shift 可添加另一部分。</translation></message>
<message><source>Left-drag measures a distance.</source><translation>左键拖动测量距离。</translation></message>
<message><source>Left-drag over tissue: the window spans its values. Ctrl+right-drag does it at once.</source><translation>左键拖过组织：窗按其灰度范围设定。Ctrl+右键拖动可直接完成。</translation></message>
<message><source>Light</source><translation>浅色</translation></message>
<message><source>Light surfaces; pictures stay on black.</source><translation>浅色界面；图像仍为黑底。</translation></message>
<message><source>Link as shown</source><translation>按当前显示联动</translation></message>
<message><source>Link viewports</source><translation>联动视口</translation></message>
<message><source>Lock box</source><translation>锁定框</translation></message>
<message><source>Loop</source><translation type="unfinished"></translation></message>
<message><source>Make a project in a folder of its own.</source><translation>在单独的文件夹中新建项目。</translation></message>
<message><source>Mark the case to come back to it.</source><translation>标记此病例，以便再看。</translation></message>
<message><source>Measure</source><translation>测量</translation></message>
<message><source>Memory…</source><translation>内存…</translation></message>
<message><source>Messages</source><translation>消息</translation></message>
<message><source>Mirror lens (hold)</source><translation>镜像透镜（按住）</translation></message>
<message><source>Models…</source><translation>模型…</translation></message>
<message><source>More slices a second; the wheel does it while they run.</source><translation type="unfinished"></translation></message>
<message><source>Move box</source><translation>移动框</translation></message>
<message><source>Narrow</source><translation>窄窗</translation></message>
<message><source>Narrower</source><translation>变窄</translation></message>
<message><source>New project…</source><translation>新建项目…</translation></message>
<message><source>Next area</source><translation>下一区域</translation></message>
<message><source>Next key slice</source><translation>下一关键层</translation></message>
<message><source>Next patient</source><translation>下一位患者</translation></message>
<message><source>Next series</source><translation>下一序列</translation></message>
<message><source>Next slice</source><translation>下一层</translation></message>
<message><source>Next viewport</source><translation>下一视口</translation></message>
<message><source>One slice back.</source><translation>向前翻一层。</translation></message>
<message><source>One slice on.</source><translation>向后翻一层。</translation></message>
<message><source>One viewport</source><translation>单视口</translation></message>
<message><source>One viewport.</source><translation>一个视口。</translation></message>
<message><source>One voxel down.</source><translation>向下一个体素。</translation></message>
<message><source>One voxel to the left.</source><translation>向左一个体素。</translation></message>
<message><source>One voxel to the right.</source><translation>向右一个体素。</translation></message>
<message><source>One voxel up.</source><translation>向上一个体素。</translation></message>
<message><source>One window locked on T1 and T1CE, so that enhancement is real.</source><translation>T1 与 T1CE 锁定同一窗，以显示真实强化。</translation></message>
<message><source>Only the picture; again to unfold.</source><translation>只留图像；再按一次展开。</translation></message>
<message><source>Open a project folder.</source><translation>打开项目文件夹。</translation></message>
<message><source>Open files…</source><translation>打开文件…</translation></message>
<message><source>Open folder…</source><translation>打开文件夹…</translation></message>
<message><source>Open outline file…</source><translation>打开轮廓文件…</translation></message>
<message><source>Open project…</source><translation>打开项目…</translation></message>
<message><source>Open single DICOM or NIfTI files.</source><translation>打开单个 DICOM 或 NIfTI 文件。</translation></message>
<message><source>Open the next patient of the worklist.</source><translation>打开列表中的下一位患者。</translation></message>
<message><source>Open the previous patient of the worklist.</source><translation>打开列表中的上一位患者。</translation></message>
<message><source>Outline</source><translation>轮廓</translation></message>
<message><source>Pathology of this patient. Boxes drawn while it is open are marked as not blind.</source><translation>该患者的病理结果。打开期间所画的框记为非盲。</translation></message>
<message><source>Previous key slice</source><translation>上一关键层</translation></message>
<message><source>Previous patient</source><translation>上一位患者</translation></message>
<message><source>Previous series</source><translation>上一序列</translation></message>
<message><source>Previous slice</source><translation>上一层</translation></message>
<message><source>Probe</source><translation>探针</translation></message>
<message><source>Put back what was taken back.</source><translation>重做已撤销的操作。</translation></message>
<message><source>Quit</source><translation>退出</translation></message>
<message><source>ROI</source><translation>ROI</translation></message>
<message><source>Read</source><translation>浏览</translation></message>
<message><source>Reader…</source><translation>阅片者…</translation></message>
<message><source>Recent projects</source><translation>最近的项目</translation></message>
<message><source>Redo</source><translation>重做</translation></message>
<message><source>Redo: {what}</source><translation>重做：{what}</translation></message>
<message><source>Reference lines</source><translation>定位线</translation></message>
<message><source>Remember by sequence</source><translation>按序列类型记忆</translation></message>
<message><source>Report…</source><translation>报告…</translation></message>
<message><source>Reset to brain tumour</source><translation>恢复为脑肿瘤协议</translation></message>
<message><source>Resize box</source><translation>调整框大小</translation></message>
<message><source>Retrain…</source><translation>重新训练…</translation></message>
<message><source>Right</source><translation>向右</translation></message>
<message><source>Right-drag</source><translation>右键拖动</translation></message>
<message><source>Ruler</source><translation>直尺</translation></message>
<message><source>Run slices</source><translation type="unfinished"></translation></message>
<message><source>Runs…</source><translation>训练记录…</translation></message>
<message><source>Scroll, zoom and pan together where patient space is shared.</source><translation>在同一患者坐标系内同步滚动、缩放和平移。</translation></message>
<message><source>Search worklist</source><translation>搜索患者列表</translation></message>
<message><source>Series</source><translation>序列</translation></message>
<message><source>Series without a common frame of reference: scroll and pan both to the same place, then link them; again to unlink.</source><translation>无共同参考坐标系的序列：先将两者滚动并平移到同一位置，再联动；再按一次取消。</translation></message>
<message><source>Series {n} of the list</source><translation>列表中的第 {n} 个序列</translation></message>
<message><source>Series {n} of the list in the active viewport.</source><translation>在当前视口显示列表中的第 {n} 个序列。</translation></message>
<message><source>Shorter</source><translation>变矮</translation></message>
<message><source>Show log file</source><translation>显示日志文件</translation></message>
<message><source>Slices</source><translation>层面</translation></message>
<message><source>Slower</source><translation type="unfinished"></translation></message>
<message><source>Smooth or square voxels on the screen.</source><translation>屏幕上的体素平滑或呈方块。</translation></message>
<message><source>Stop reading</source><translation>停止读取</translation></message>
<message><source>Stop reading folders and series; what was found stays.</source><translation>停止读取文件夹和序列；已找到的保留。</translation></message>
<message><source>Studies whose folder was moved or renamed are found again; what was drawn stays.</source><translation>重新找到被移动或改名的检查文件夹；已画内容保留。</translation></message>
<message><source>Subtract T1 from T1CE (hold)</source><translation>T1CE 减 T1（按住）</translation></message>
<message><source>T1CE minus T1 on a common scale, in place, while the key is held.</source><translation>按住此键时，原位显示同一灰度标度下的 T1CE 减 T1 图。</translation></message>
<message><source>T1CE, FLAIR, T2, T1, then ADC and SWI, as the program came.</source><translation>T1CE、FLAIR、T2、T1，然后 ADC 和 SWI，即程序的初始设置。</translation></message>
<message><source>Take back the last edit of this patient, also from before a restart.</source><translation>撤销该患者的上一次编辑，重启之前的也可撤销。</translation></message>
<message><source>Taller</source><translation>变高</translation></message>
<message><source>The active model's estimate from the boxes of the graded lesion.</source><translation>当前模型根据分级病灶的框给出的预测。</translation></message>
<message><source>The active series as axial slices of 1 mm, a series of its own.</source><translation>将当前序列重组为 1 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 3 mm, a series of its own.</source><translation>将当前序列重组为 3 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 5 mm, a series of its own on which to read and draw.</source><translation>将当前序列重组为 5 mm 轴位层面，成为可阅片和标注的单独序列。</translation></message>
<message><source>The active viewport's slice as a line in viewports of other planes.</source><translation>在其他方位的视口中以线显示当前视口的层面。</translation></message>
<message><source>The box of the drawn lesion fills the viewport; again to go back.</source><translation>当前病灶的框充满视口；再按一次返回。</translation></message>
<message><source>The boxes of this lesion are the ones that are graded.</source><translation>以此病灶的框进行分级。</translation></message>
<message><source>The case is done; open the next one.</source><translation>本例完成；打开下一例。</translation></message>
<message><source>The estimate as a page to keep.</source><translation>将预测保存为一页报告。</translation></message>
<message><source>The folder with the program's log.</source><translation>程序日志所在的文件夹。</translation></message>
<message><source>The linked sequence in place while the key is held.</source><translation>按住此键时，原位显示联动的另一序列。</translation></message>
<message><source>The lower edge one voxel down.</source><translation>下缘下移一个体素。</translation></message>
<message><source>The lower edge one voxel up.</source><translation>下缘上移一个体素。</translation></message>
<message><source>The middle of the auto window: more contrast in the brain.</source><translation>取自动窗的中段：提高脑组织对比。</translation></message>
<message><source>The mirror image of the box across the midline, with the ratio of means, while the key is held.</source><translation>按住此键时，显示框在中线对侧的镜像及均值之比。</translation></message>
<message><source>The next patient's FLAIR opens with the window chosen for this one: the preset, or the same share of Auto.</source><translation>下一位患者的 FLAIR 以本例所选的窗打开：同一预设，或自动窗的同一比例。</translation></message>
<message><source>The next series of the list in the active viewport.</source><translation>在当前视口显示列表中的下一序列。</translation></message>
<message><source>The previous series of the list in the active viewport.</source><translation>在当前视口显示列表中的上一序列。</translation></message>
<message><source>The right edge one voxel to the left.</source><translation>右缘左移一个体素。</translation></message>
<message><source>The right edge one voxel to the right.</source><translation>右缘右移一个体素。</translation></message>
<message><source>The same on every slice with an outline.</source><translation>对每个有轮廓的层面同样处理。</translation></message>
<message><source>The sequences as they stand now are this layout's places from now on.</source><translation>以后此布局按序列现在的位置挂片。</translation></message>
<message><source>The slices of the active viewport run by themselves; K, Esc or a press stops them.</source><translation type="unfinished"></translation></message>
<message><source>The smallest box that holds 80 % of the outline on this slice.</source><translation>包含本层轮廓 80 % 的最小框。</translation></message>
<message><source>The value under the cursor; drag an ellipse (with Shift a circle) for mean and SD.</source><translation>显示光标处的值；拖出椭圆（Shift 为圆）得均值和标准差。</translation></message>
<message><source>The whole slice in every viewport.</source><translation>每个视口显示整个层面。</translation></message>
<message><source>The window speaks English.</source><translation>界面使用英文。</translation></message>
<message><source>The window speaks Simplified Chinese.</source><translation>界面使用简体中文。</translation></message>
<message><source>Theme</source><translation>主题</translation></message>
<message><source>Three planes</source><translation>三平面</translation></message>
<message><source>To and fro</source><translation type="unfinished"></translation></message>
<message><source>To the first slice.</source><translation>到第一层。</translation></message>
<message><source>To the last slice.</source><translation>到最后一层。</translation></message>
<message><source>To the next slice in the direction of scrolling.</source><translation>沿滚动方向复制到下一层。</translation></message>
<message><source>To the next slice with a key box; Shift+wheel too.</source><translation>到下一个有关键框的层面；Shift+滚轮亦可。</translation></message>
<message><source>To the previous slice with a key box.</source><translation>到上一个有关键框的层面。</translation></message>
<message><source>Train networks on the boxes of this project.</source><translation>用本项目的框训练网络。</translation></message>
<message><source>Training</source><translation>训练</translation></message>
<message><source>Two by two</source><translation>2×2 视口</translation></message>
<message><source>Two sequences side by side.</source><translation>两个序列并排显示。</translation></message>
<message><source>Two side by side</source><translation>双视口并排</translation></message>
<message><source>Undo</source><translation>撤销</translation></message>
<message><source>Undo: {what}</source><translation>撤销：{what}</translation></message>
<message><source>Up</source><translation>向上</translation></message>
<message><source>Up: width. Right: brighter</source><translation>上下：窗宽；向右：变亮</translation></message>
<message><source>Up: width. Right: darker</source><translation>上下：窗宽；向右：变暗</translation></message>
<message><source>Version and licence.</source><translation>版本与许可证。</translation></message>
<message><source>View</source><translation>视图</translation></message>
<message><source>What was said before.</source><translation>此前的消息。</translation></message>
<message><source>Which model grades; import and export.</source><translation>选择用于分级的模型；导入与导出。</translation></message>
<message><source>Who reads; stored with every edit.</source><translation>阅片者姓名，随每次编辑保存。</translation></message>
<message><source>Wide</source><translation>宽窗</translation></message>
<message><source>Wider</source><translation>变宽</translation></message>
<message><source>Window and level</source><translation>窗宽窗位</translation></message>
<message><source>Window from this series' own values.</source><translation>按该序列自身的灰度值设窗。</translation></message>
<message><source>Write all boxes as JSON or CSV, by pseudonym.</source><translation>将所有框按假名编号写为 JSON 或 CSV。</translation></message>
<message><source>Zoom</source><translation>缩放</translation></message>
<message><source>Zoom at the middle; Ctrl+wheel zooms at the cursor.</source><translation>以中心缩放；Ctrl+滚轮以光标处缩放。</translation></message>
<message><source>Zoom in</source><translation>放大</translation></message>
<message><source>Zoom out</source><translation>缩小</translation></message>
<message><source>Zoom out.</source><translation>缩小图像。</translation></message>
<message><source>Zoom to box</source><translation>放大到框</translation></message>
<message><source>简体中文</source><translation>简体中文</translation></message>
</context>
</TS>
